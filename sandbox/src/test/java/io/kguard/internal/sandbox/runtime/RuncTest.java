// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.message.Wording;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuncTest {
    @TempDir
    Path folder;

    @Test
    void theLastMessageSaysWhatFailed() {
        assertThat(failure(message("exec failed: \\\"none\\\" not found")))
                .isEqualTo("exec failed: \"none\" not found");
        assertThat(failure(""))
                .isEqualTo("runc failed without a word. If this is not runc itself, name it with "
                        + Wording.given("runc"));
    }

    @Test
    void theMessagesBeforeItSayWhy() {
        assertThat(failure(message("nsexec[7]: no memory") + message("lost init") + message("exec failed")))
                .isEqualTo("exec failed (before that: lost init; nsexec[7]: no memory)");
        assertThat(failure(message("exec failed") + message("exec failed"))).isEqualTo("exec failed");
    }

    private String failure(String log) {
        return Runc.failure(log, folder, 1);
    }

    private static String message(String text) {
        return "{\"level\":\"error\",\"msg\":\"" + text + "\",\"time\":\"2026-01-01T00:00:00Z\"}\n";
    }
}
