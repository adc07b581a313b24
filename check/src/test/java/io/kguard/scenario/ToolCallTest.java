// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallTest {
    @Test
    void theTextOfAShellIsWhatTheAgentWrote() {
        assertThat(command("bash", "-c", "d=/etc; cat $d/shadow")).isEqualTo("d=/etc; cat $d/shadow");
        assertThat(command("/bin/sh", "-c", "id")).isEqualTo("id");
    }

    @Test
    void otherCommandsAreWordsForAShell() {
        assertThat(command("cat", "/etc/shadow")).isEqualTo("cat /etc/shadow");
        assertThat(command("echo", "it's $HOME", "")).isEqualTo("echo 'it'\\''s $HOME' ''");
        assertThat(command("sh", "-c", "echo $0", "name")).isEqualTo("sh -c 'echo $0' name");
        assertThat(command("python3", "-c", "print(1)")).isEqualTo("python3 -c 'print(1)'");
    }

    @Test
    void theEventIsJsonWhateverTheCommandHas() {
        JsonValue event = JsonValue.parse(
                ToolCall.of("claude_code", List.of("printf", "a\"b\\c\n")).json());

        assertThat(event.get("agent_name")).hasToString("\"claude_code\"");
        JsonValue command = event.get("event", "tool_input", "command");
        assertThat(command == null ? "" : command.text()).isEqualTo("printf 'a\"b\\c\n'");
    }

    private static String command(String... words) {
        return ToolCall.of("codex", List.of(words)).command();
    }
}
