// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program in QEMU's place. */
@Tag("trust")
@Timeout(300)
class GuestProcessTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whatTheGuestPrintsIsPassedOn() throws Exception {
        GuestProcess process = start("echo SIGN; echo one >&2; printf two >&2");

        assertThat(process.await(LONG)).isEmpty();
        assertThat(lines).containsExactly("one", "two");
    }

    /** The folder in which kguard was started may be somebody else's checkout. */
    @Test
    void itDoesNotRunWhereKguardRuns() throws Exception {
        GuestProcess process = start("echo SIGN; pwd >&2");

        assertThat(process.await(LONG)).isEmpty();
        assertThat(lines).containsExactly("/");
    }

    @Test
    void itRunsWhenItSaysSo() throws Exception {
        GuestProcess process = start("echo kernel; echo SIGN; read -r nothing");

        assertThat(process.awaitSign(LONG)).isTrue();
        process.kill();
        assertThat(process.console()).isEqualTo("kernel\nSIGN");
    }

    @Test
    void oneThatEndsBeforeItRunsDoesNotRun() throws Exception {
        GuestProcess process = start("echo no such accelerator >&2; exit 1");

        assertThat(process.awaitSign(LONG)).isFalse();
        assertThat(process.await(LONG)).isEqualTo("was not run by QEMU: no such accelerator");
    }

    @Test
    void oneThatNeverEndsIsEnded() throws Exception {
        GuestProcess process = start("echo SIGN; exec sleep 1000");

        assertThat(process.await(Duration.ofSeconds(1)))
                .isEqualTo("did not end within 1 s, and was ended (kguard.vmTimeout)");
    }

    @Test
    void oneThatPrintsWithoutEndIsEnded() throws Exception {
        GuestProcess process = start("echo SIGN; exec yes >&2");

        assertThat(process.await(LONG)).isEqualTo("printed more than 1000000 lines, and was ended");
        assertThat(lines).hasSizeLessThanOrEqualTo(1_000_000);
    }

    @Test
    void aLineHasAnEnd() throws Exception {
        GuestProcess process = start("echo SIGN; head -c 10000 /dev/zero | tr '\\0' x >&2");

        assertThat(process.await(LONG)).isEmpty();
        assertThat(lines).extracting(String::length).containsExactly(4096, 4096, 1808);
    }

    @Test
    void whatTheGuestPrintsDoesNotControlTheTerminal() throws Exception {
        GuestProcess process = start("echo SIGN; printf '\\033[2Jx\\n::error::y\\n' >&2");

        assertThat(process.await(LONG)).isEmpty();
        assertThat(lines).containsExactly("\uFFFD[2Jx", ": :error::y");
    }

    private GuestProcess start(String script) throws IOException {
        return GuestProcess.start(List.of("sh", "-c", script), "SIGN", lines::add);
    }
}
