# Starts a program anew for every question, with the question on its standard input, and sends back what it printed.
# Descriptor 3 is the channel. It vouches for nothing; the oracle judges.
#
# Arguments: folder of the candidates, Node's program, then the candidate's program with its own arguments.
root=$1
PATH=${2%/*}:$PATH
export PATH
shift 2
work=$PWD

# In a sandbox, and only there, everything else belongs to the candidate.
alone=no
case $0 in /fulcrum/drivers/*) [ "$PPID" = 1 ] && alone=yes ;; esac

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
