// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleException;
import io.kguard.rule.RuleLoader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Exceptions are as narrow as the values that come again, and match no attack. */
class ExceptionProposerTest {
    private static final String RULES = """
            - rule: 'Read: "secrets"'
              desc: d
              condition: evt.type = open and fd.name startswith /etc
              output: read
              priority: INFO
              exceptions:
                - name: everyday
                  fields: [proc.name]
                  comps: [=]
                  values: [[known]]
            """;

    private final Rule rule =
            RuleLoader.of(FalcoVersion.CURRENT).loadText("rules", RULES).rules().get(0);

    private static AlertKind alert(String origin, int run, String... pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new AlertKind(origin, values, "read " + new TreeMap<>(values), 1, Set.of(run));
    }

    private ExceptionProposer.Proposal propose(List<AlertKind> attacks, AlertKind... everyday) {
        return new ExceptionProposer(rule, attacks, List.of()).propose(List.of(everyday));
    }

    @Test
    void namesWhoActsAndWhatIsDone() {
        ExceptionProposer.Proposal proposal = propose(
                List.of(),
                alert("capture", 0, "proc.exepath", "/bin/backup", "proc.pname", "cron", "fd.name", "/etc/shadow"),
                alert("capture", 0, "proc.exepath", "/bin/backup", "proc.pname", "cron", "fd.name", "/etc/group"));
        assertThat(proposal.untuned()).isEmpty();
        assertThat(proposal.exceptions()).singleElement().satisfies(exception -> {
            assertThat(exception.fields()).containsExactly("proc.exepath", "proc.pname", "fd.name");
            assertThat(exception.values())
                    .containsExactly(
                            List.of("/bin/backup", "cron", "/etc/shadow"),
                            List.of("/bin/backup", "cron", "/etc/group"));
            assertThat(exception.effect().alerts()).isEqualTo(2);
            assertThat(exception.effect().caught()).isEmpty();
        });
    }

    @Test
    void aValueThatOneRunHasAndTheNextHasNotIsNotNamed() {
        ExceptionProposer.Proposal proposal = propose(
                List.of(),
                alert("work", 0, "proc.exepath", "/bin/a", "fd.name", "/etc/tmp.x1", "fd.directory", "/etc"),
                alert("work", 1, "proc.exepath", "/bin/a", "fd.name", "/etc/tmp.x2", "fd.directory", "/etc"));
        assertThat(proposal.exceptions()).singleElement().satisfies(exception -> {
            assertThat(exception.fields()).containsExactly("proc.exepath", "fd.directory");
            assertThat(exception.values()).containsExactly(List.of("/bin/a", "/etc"));
        });
    }

    @Test
    void aFieldWithManyValuesIsNotNamed() {
        AlertKind[] many = new AlertKind[6];
        for (int i = 0; i < many.length; i++) {
            many[i] = alert("capture", 0, "proc.exepath", "/bin/a", "fd.name", "/etc/" + i, "fd.directory", "/etc");
        }
        assertThat(propose(List.of(), many).exceptions())
                .singleElement()
                .extracting(ProposedException::fields)
                .isEqualTo(List.of("proc.exepath", "fd.directory"));
    }

    @Test
    void anAttackMakesItNarrower() {
        AlertKind attack = alert("shell", 0, "proc.exepath", "/bin/a", "user.name", "app");
        ExceptionProposer.Proposal proposal =
                propose(List.of(attack), alert("capture", 0, "proc.exepath", "/bin/a", "user.name", "root"));
        assertThat(proposal.exceptions()).singleElement().satisfies(exception -> {
            assertThat(exception.fields()).containsExactly("proc.exepath", "user.name");
            assertThat(exception.matches(attack)).isFalse();
            assertThat(exception.effect().caught()).isEqualTo("shell: user.name is app instead of root");
        });
    }

    @Test
    void whatAnAttackLooksLikeHasNoException() {
        AlertKind attack = alert("shell", 0, "proc.exepath", "/bin/a", "user.name", "root");
        ExceptionProposer.Proposal proposal =
                propose(List.of(attack), alert("capture", 0, "proc.exepath", "/bin/a", "user.name", "root"));
        assertThat(proposal.exceptions()).isEmpty();
        assertThat(proposal.untuned())
                .singleElement()
                .satisfies(left -> assertThat(left.reason()).startsWith("The attack shell looks the same"));
    }

    /** Else it would hide the same reverse shell to the port of the everyday work. */
    @Test
    void aPortAloneKeepsNoAttackApart() {
        AlertKind attack =
                alert("reverse-shell", 0, "proc.exepath", "/bin/bash", "fd.sip", "203.0.113.77", "fd.sport", "4444");
        AlertKind[] probes = new AlertKind[6];
        for (int i = 0; i < probes.length; i++) {
            probes[i] = alert("probe", 0, "proc.exepath", "/bin/bash", "fd.sip", "10.0.0." + i, "fd.sport", "8080");
        }
        ExceptionProposer.Proposal proposal = propose(List.of(attack), probes);
        assertThat(proposal.exceptions()).isEmpty();
        assertThat(proposal.untuned())
                .singleElement()
                .satisfies(left -> assertThat(left.reason())
                        .isEqualTo("The attack reverse-shell differs only in fd.sport, which an attacker chooses."));

        assertThat(propose(List.of(attack), probes[0]).exceptions())
                .as("an address does")
                .singleElement()
                .satisfies(exception -> {
                    assertThat(exception.fields()).containsExactly("proc.exepath", "fd.sip", "fd.sport");
                    assertThat(exception.values()).containsExactly(List.of("/bin/bash", "10.0.0.0", "8080"));
                    assertThat(exception.matches(alert(
                                    "x", 0, "proc.exepath", "/bin/bash", "fd.sip", "203.0.113.77", "fd.sport", "8080")))
                            .isFalse();
                });
    }

    @Test
    void alertsWithoutAnyValueHaveNoException() {
        assertThat(propose(List.of(), alert("capture", 0)).untuned())
                .singleElement()
                .satisfies(left -> assertThat(left.reason()).startsWith("No field has a value that comes again"));
    }

    @Test
    void othersThatItHidesAreShown() {
        ExceptionProposer proposer =
                new ExceptionProposer(rule, List.of(), List.of(alert("other", 0, "proc.exepath", "/bin/a")));
        assertThat(proposer.propose(List.of(alert("capture", 0, "proc.exepath", "/bin/a")))
                        .exceptions())
                .singleElement()
                .extracting(exception -> exception.effect().hides())
                .isEqualTo(List.of("other: read {proc.exepath=/bin/a}"));
    }

    @Test
    void theFileAddsThemToTheRuleWhateverTheirValuesHold() {
        String odd = "sh -c 'echo \"a\\b\", (x) and y: # {z}'";
        List<ProposedException> exceptions = propose(
                        List.of(), alert("capture", 0, "proc.exepath", "/bin/a", "proc.cmdline", odd))
                .exceptions();
        LoadResult loaded =
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules", RULES + ExceptionsYaml.of(exceptions));
        assertThat(loaded.errors()).isEmpty();
        assertThat(loaded.rules().get(0).exceptions())
                .extracting(RuleException::name)
                .containsExactly("everyday", "everyday_2");
        assertThat(loaded.rules().get(0).text().toString()).isNotEmpty();
        assertThat(loaded.rules().get(0).condition().toString()).contains(odd);
    }
}
