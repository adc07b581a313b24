// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which number of a version changes raise. Each row is an example of RELEASE.md of falcosecurity/rules, at c72713e of 2026-06-18. */
class SemanticVersionTest {
    private static final String RULES = """
            - required_engine_version: 0.46.0
            - required_plugin_versions:
              - {name: container, version: 0.4.0}
              - {name: k8saudit, version: 0.11.0, alternatives: [{name: k8saudit-eks, version: 0.7.0}]}
            - list: readers
              items: [cat, head]
            - macro: opens
              condition: evt.type in (open, openat)
            - rule: Read
              desc: d
              condition: opens and proc.name in (readers)
              output: read by %proc.name
              priority: NOTICE
              tags: [host, T1003]
            - rule: Off
              desc: d
              condition: evt.type = close and proc.name = x
              output: o
              priority: INFO
              enabled: false
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            engine_version: 0.46.0   | engine_version: 0.40.0   | patch | rule engine is required from 0.40.0, was 0.46.0
            engine_version: 0.46.0   | engine_version: 0.57.0   | minor | rule engine is required from 0.57.0, was 0.46.0
            container, version: 0.4.0| container, version: 0.3.0| patch | plugin container is required from 0.3.0, was 0.4.0
            container, version: 0.4.0| container, version: 0.6.0| minor | plugin container is required from 0.6.0, was 0.4.0
            name: container          | name: json               | minor | plugin json is required
            name: container          | name: json               | patch | plugin container is required no more
            [{name: k8saudit-eks     | [{name: k8saudit-gke     | major | plugin k8saudit-eks is required no more, as one of several
            [{name: k8saudit-eks     | [{name: k8saudit-gke     | patch | plugin k8saudit-gke is required, as one of several
            enabled: false           | enabled: true            | patch | rule "Off" is enabled
            priority: NOTICE         | enabled: false, priority: NOTICE | major | rule "Read" is disabled
            [cat, head]              | [cat, tac]               | patch | list "readers" has more items: tac
            [host, T1003]            | [host, T1003, users]     | patch | rule "Read" has more tags: users
            [host, T1003]            | [host]                   | major | rule "Read" has fewer tags: T1003
            priority: NOTICE         | priority: ERROR          | patch | rule "Read" has the priority Error, was Notice
            priority: NOTICE         | priority: DEBUG          | major | rule "Read" has the priority Debug, was Notice
            by %proc.name            | by %proc.pid             | patch | rule "Read" has another output
            rule: Read               | rule: Seen               | major | rule "Read" is gone
            rule: Read               | rule: Seen               | minor | rule "Seen" is new
            list: readers            | list: others             | major | list "readers" is gone
            macro: opens             | macro: o                 | major | macro "opens" is gone
            (open, openat)           | (open)                   | major | macro "opens" matches fewer event types: openat
            (open, openat)           | (open, openat, openat2)  | major | macro "opens" matches more event types: openat2
            evt.type = close and     | evt.type in (close, dup) and | patch | rule "Off" matches more event types: dup
            evt.type = close and     | evt.type = dup and       | major | rule "Off" matches fewer event types: close
            proc.name = x            | proc.name = y            | patch | rule "Off" has another condition
            """)
    void eachExampleOfTheReleaseGuide(String old, String now, String number, String reason) {
        String fields = now.replace(", priority", "\n  priority");
        assertThat(RULES).contains(old);
        assertThat(of(RULES, RULES.replace(old, fields)).get(number)).contains(reason);
    }

    @Test
    void exceptionsThatComeOrGoArePatches() {
        String with = RULES + """
                - rule: Read
                  append: true
                  exceptions: [{name: e, fields: [proc.name], values: [[x]]}]
                """;
        Map<String, List<String>> reasons = of(RULES, with);
        assertThat(reasons.get("patch")).contains("rule \"Read\" has other exceptions");
        assertThat(reasons.get("major")).isEmpty();
        assertThat(reasons.get("minor")).isEmpty();
        assertThat(of(with, RULES).get("patch")).contains("rule \"Read\" has other exceptions");
    }

    @Test
    void anotherSourceIsAMajorChange() {
        String rule = RULES.substring(RULES.indexOf("- rule: Off"))
                .replace("evt.type = close and proc.name = x", "jevt.rawtime = 1");
        String audit = rule.replace("desc: d", "desc: d\n  source: k8s_audit");
        assertThat(of(rule.replace("jevt.rawtime", "evt.num"), audit).get("major"))
                .containsExactly("rule \"Off\" has the source k8s_audit");
    }

    @Test
    void whatSaysTheSameRaisesNothing() {
        assertThat(of(RULES, "# comment\n" + RULES).values()).allMatch(List::isEmpty);
    }

    /** Those of Falco 0.40 and of 2026-05-20. The guide's rule engine is a whole number no more. */
    @Test
    @RequiresShared
    void thePublicRulesAskForANewerEngine() {
        for (String file : List.of("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml")) {
            assertThat(SemanticVersion.of(shared("0.40", file), shared("current", file))
                            .get("minor"))
                    .as(file)
                    .anyMatch(reason -> reason.startsWith("rule engine is required from 0.57.0, was 0.3"));
        }
    }

    private static LoadResult shared(String version, String file) {
        return RuleLoader.of(FalcoVersion.CURRENT)
                .load(List.of(Shared.path("conformance/falco-rules/" + version + "/" + file)));
    }

    private static Map<String, List<String>> of(String before, String after) {
        Map<String, List<String>> reasons = SemanticVersion.of(load(before), load(after));
        assertThat(reasons.keySet()).containsExactly("major", "minor", "patch");
        return reasons;
    }

    private static LoadResult load(String text) {
        return RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", text);
    }
}
