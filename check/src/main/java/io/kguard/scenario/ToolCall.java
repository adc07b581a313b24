// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.event.JsonWriter;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * What a coding agent asks before it runs a command: the event that its hook gives to a guard, which may deny it.
 *
 * @param agent the agent's name
 * @param command the command as the agent writes it
 */
@API(status = API.Status.INTERNAL)
public record ToolCall(String agent, String command) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Set<String> SHELLS = Set.of("sh", "bash", "/bin/sh", "/bin/bash", "/usr/bin/bash");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /**
     * The call by which an agent has a command run. An agent's tool runs what it writes by a shell: of
     * {@code [sh, -c, TEXT]} the agent wrote the text, and of another command the words, quoted where a shell needs it.
     */
    public static ToolCall of(String agent, List<String> command) {
        boolean byShell = command.size() == 3
                && SHELLS.contains(command.get(0))
                && command.get(1).equals("-c");
        return new ToolCall(
                agent,
                byShell
                        ? command.get(2)
                        : command.stream().map(ToolCall::quoted).collect(Collectors.joining(" ")));
    }

    static boolean isName(String agent) {
        return NAME.matcher(agent).matches();
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** What Prempti's interceptor makes of the call, as JSON. */
    public String json() {
        return JsonWriter.compact()
                .object()
                .member("version", 1)
                .member("id", "kguard")
                .member("agent_name", agent)
                .member("agent_pid", 0)
                .key("event")
                .object()
                .member("hook_event_name", "PreToolUse")
                .member("session_id", "kguard")
                .member("permission_mode", "default")
                .member("cwd", "/")
                .member("tool_name", "Bash")
                .key("tool_input")
                .object()
                .member("command", command)
                .end()
                .member("tool_use_id", "kguard")
                .end()
                .end()
                .json();
    }
}
