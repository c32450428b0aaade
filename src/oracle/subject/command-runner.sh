# Starts a program anew for every question, with the question on its standard input, and sends back what it printed.
# Descriptor 3 is the channel. It vouches for nothing; the oracle judges.
#
# Arguments: `in=` and the folder this file has in a sandbox, folder of the candidates, Node's program, then the
# candidate's program with its own arguments.
inside=${1#in=}
root=$2
PATH=${3%/*}:$PATH
export PATH
shift 3
work=$PWD

# In a sandbox, and only there, everything else belongs to the candidate.
alone=no
[ "${0%/*}" = "$inside" ] && [ "$PPID" = 1 ] && alone=yes

while IFS=' ' read -r nonce kind payload <&3; do
  case $kind in
  # What is left of a question's last line.
  '') ;;
  ping) printf '%s done null\n' "$nonce" >&3 ;;
  load)
    folder=${payload#\"}
    cd "$root/${folder%\"}" && printf '%s done null\n' "$nonce" >&3
    ;;
  call)
    head -c "$payload" <&3 >"$work/question"
    (exec "$@") <"$work/question" >"$work/answer" 2>"$work/errors" 3<&-
    code=$?
    # What the program left running shall not meet the next question.
    [ $alone = no ] || kill -9 -1 2>/dev/null
    {
      printf '%s value {"exitCode":%d,"stdout":"' "$nonce" $code
      [ ! -s "$work/answer" ] || base64 -w 0 <"$work/answer"
      printf '","stderr":"'
      [ ! -s "$work/errors" ] || tail -c 4096 <"$work/errors" | base64 -w 0
      printf '"}\n'
    } >&3
    ;;
  esac
done
