// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.file.ResourceTable;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisspelledValuesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fd.name = /etc/shadov                       | no file is known as /etc/shadov; one letter away: /etc/shadow
            fd.name in (/etc/passwd, /etc/sudoesr)      | no file is known as /etc/sudoesr; one letter away: /etc/sudoers
            fd.name != /etc/Shadow                      | no file is known as /etc/Shadow; with other capitals: /etc/shadow
            fd.name startswith /ect/                    | no path is known as /ect/; one letter away: /etc/
            fd.name endswith /.ssh/authorised_keys      | no path is known as /.ssh/authorised_keys; one letter away: /.ssh/authorized_keys
            fd.name contains authorized_kyes            | no path is known as authorized_kyes; one letter away: authorized_keys
            fd.filename = shadwo                        | no path is known as shadwo; one letter away: shadow
            proc.cmdline contains /etc/shdow            | no path is known as /etc/shdow; one letter away: /etc/shadow
            proc.exepath = /usr/bin/kubeclt             | no program is known as kubeclt; one letter away: kubectl
            proc.name = Bash                            | no program is known as Bash; with other capitals: bash
            proc.aname[2] in (sh, pyhton)               | no program is known as pyhton; one letter away: python
            k8s.ns.name = kube-sytem                    | no namespace of Kubernetes is known as kube-sytem; one letter away: kube-system
            """)
    void aLetterIsWrong(String check, String message) {
        assertThat(findings(check)).extracting(Diagnostic::message).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name in (python2, python4, sshd, ssh, sftp, ftpd, unzip, gunzip, egrep, my-shell, curls)",
                "proc.name in (bash, Bash)",
                "proc.name = bahs",
                "proc.name icontains BASH",
                "tolower(proc.name) = bash",
                "proc.name = docker2",
                "fd.name in (/etc/ast, /etc/shadow, /etc/shadow-, /etc/passwd-, /etc/hosts2, /data/shadov, /home, /host)",
                "fd.name startswith /etc/sh",
                "fd.name startswith /root/.s",
                "fd.name startswith /var/lib/dock",
                "fd.name contains id_",
                "fd.name endswith .conf",
                "k8s.ns.name in (kube-systems, kube-system2, default)",
                "proc.cmdline contains shadov",
                "container.name = Bash"
            })
    void otherValuesAreNotFound(String check) {
        assertThat(findings(check)).isEmpty();
    }

    @Test
    void aListIsToldOnceAndThroughMacros() {
        LoadResult loaded = load("""
                - {list: files, items: [/etc/shadov, /etc/passwdd, /etc/grup]}
                - {macro: sensitive, condition: fd.name in (files)}
                - {rule: one, desc: d, condition: evt.type = open and sensitive, output: o, priority: INFO}
                - {rule: two, desc: d, condition: evt.type = open and fd.name in (files), output: o, priority: INFO}
                """);

        assertThat(found(
                        Lint.check(loaded, SensorTypes.of(FalcoVersion.CURRENT)).diagnostics()))
                .extracting(Diagnostic::message)
                .containsExactly("no file is known as /etc/shadov; one letter away: /etc/shadow;"
                        + " no file is known as /etc/grup; one letter away: /etc/group");
        assertThat(loaded.rules())
                .allSatisfy(
                        rule -> assertThat(Lint.misspelledValues(loaded, rule)).hasSize(1));
    }

    @Test
    void aCommentSaysThatItIsMeant() {
        LoadResult loaded = load("""
                # kguard:ignore LINT_MISSPELLED_VALUE: our own tool
                - rule: one
                  desc: d
                  condition: evt.type = execve and proc.name = Bash
                  output: o
                  priority: INFO
                """);

        assertThat(found(
                        Lint.check(loaded, SensorTypes.of(FalcoVersion.CURRENT)).diagnostics()))
                .isEmpty();
        assertThat(Lint.misspelledValues(loaded, loaded.rules().get(0))).isEmpty();
    }

    /** Changes of a letter inside known names. The rest hit names that exist, or are too short. */
    @Test
    void mostChangesOfALetterAreFound() {
        Random random = new Random(43);
        int tried = 0;
        int found = 0;
        for (String[] row : ResourceTable.rows(KnownNames.class, "known-names.tsv", 2)) {
            KnownNames names = row[0].equals("file") ? KnownNames.FILES : KnownNames.PROGRAMS;
            int last = row[1].lastIndexOf('/') + 1;
            if (!row[0].equals("other") && !row[0].equals("namespace") && row[1].length() - last > 5) {
                StringBuilder changed = new StringBuilder(row[1]);
                int at = last + 1 + random.nextInt(changed.length() - last - 1);
                if (Character.isLetter(changed.charAt(at))) {
                    changed.setCharAt(at, (char) ('a' + random.nextInt(26)));
                    if (!changed.toString().equals(row[1])) {
                        tried++;
                        found += names.fault(changed.toString()) == null ? 0 : 1;
                    }
                }
            }
            assertThat(names.fault(row[1])).as(row[1]).isNull();
        }

        assertThat(tried).isGreaterThan(250);
        assertThat(found).isGreaterThan(tried * 95 / 100);
    }

    private static List<Diagnostic> findings(String check) {
        return found(Lint.check(
                        load("- rule: r\n  desc: d\n  condition: evt.type = open and " + check
                                + "\n  output: o\n  priority: INFO\n"),
                        SensorTypes.of(FalcoVersion.CURRENT))
                .diagnostics());
    }

    private static List<Diagnostic> found(List<Diagnostic> all) {
        return all.stream()
                .filter(finding -> finding.code() == DiagnosticCode.LINT_MISSPELLED_VALUE || finding.isError())
                .toList();
    }

    private static LoadResult load(String text) {
        return RuleLoader.of(FalcoVersion.CURRENT).loadText("r.yaml", text);
    }
}
