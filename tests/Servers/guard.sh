#!/bin/sh
# Runs one server for a process that may die at any moment: when that process is gone, its end of the pipe closes, and server and folder go too.
# Arguments: the server's folder, the signal that ends the server at once, the server's command. Orders come in as lines, answers go out as lines.
folder=$1
signal=$2
shift 2
server=
# Whoever interrupts the tests with Ctrl+C interrupts this too; it has to live on to clean up.
trap '' INT TERM HUP

end() {
    if [ -n "$server" ]; then
        kill -CONT "$server" 2>/dev/null
        kill "-$1" "$server" 2>/dev/null
        wait "$server" 2>/dev/null
        server=
    fi
}

while read -r order; do
    case $order in
    start)
        "$@" </dev/null 2>&1 &
        server=$!
        echo "guard: started $server"
        ;;
    kill)
        end KILL
        echo "guard: ended"
        ;;
    stop)
        end "$signal"
        echo "guard: ended"
        ;;
    esac
done
end "$signal"
rm -rf "$folder"
