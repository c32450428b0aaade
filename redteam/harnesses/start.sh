# Lays harness, problem and candidate side by side in a folder they may all write to, as where most harnesses run, and
# starts the harness there.
set -e
mkdir work
cp -R /redteam/harness work/harness
cp -R /redteam/problem work/problem
cp -R /redteam/candidate work/candidate
chmod -R u+w work
cd work
PATH=/redteam/bin:$PATH
export PATH
exec "$@" 3<&-
