// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
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

    @Test
    @Tag("trust")
    void aTextOfTheStepsOwnWordsProvesNothing() {
        assertThat(missing("command: [/usr/lib/kguard/pkexec], output: pkexec", ""))
                .contains("the words of the step themselves have the text \"pkexec\"");
        assertThat(missing("command: [sh, -c, cat /etc/shadow; echo done], output: done", ""))
                .contains("printed whatever happened");
        assertThat(missing("command: [cat, /etc/shadow]", "")).contains("no step has an output");
        assertThat(missing("command: [cat, /etc/shadow], output: 'root:'", "")).isEmpty();
        assertThat(missing(
                        "command: [/usr/lib/kguard/pkexec], output: pkexec",
                        "effects: [{file: {pod: web, path: /root/kit}}]"))
                .isEmpty();
    }

    /** Why each variant of an attack shows nothing; the reason is the same for all. */
    private static String missing(String step, String rest) {
        Scenario attack =
                ScenarioReader.read("attack.yaml", """
                        scenario: attack
                        title: An attack
                        attack: [T1003.008]
                        pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
                        steps: [{exec: {pod: web, %s}}]
                        fires: [A rule]
                        %s
                        """.formatted(step, rest)).get(0);
        List<Variant> variants = Variant.of(attack);
        assertThat(variants).isNotEmpty();
        assertThat(variants.stream().map(Variant::missingProof).distinct()).hasSize(1);
        return variants.get(0).missingProof();
    }

    private static List<String> words(Evasion evasion, CommandLine command) {
        return evasion.rewrite(command).orElseThrow().command().words();
    }

    private static CommandLine command(String... words) {
        return new CommandLine(List.of(words));
    }
}
