// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Detections;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.RecordedScenario;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Written events and audit events that stand in the scenario itself. */
class InlineEventsTest {
    private static final String RULES = """
            - rule: Passwords read
              desc: A shell reads them
              condition: evt.type in (open, openat) and fd.name = /etc/shadow and proc.name in (bash, ash)
              output: Read (program=%proc.name)
              priority: WARNING
            - rule: Pod created
              desc: Somebody creates a pod
              condition: ka.verb = create and ka.target.resource = pods and not ka.user.name = admin
              output: Created (user=%ka.user.name)
              priority: WARNING
              source: k8s_audit
            """;

    private static final String WRITTEN = """
            scenario: reads
            title: A shell reads the passwords
            origin: derived
            values: {program: bash, file: /etc/shadow}
            events:
              processes: [{name: sh, path: "/bin/${program}"}]
              actions:
                - sh: {reads: "${file}"}
            fires: [Passwords read]
            matrix: {program: [ash]}
            twins:
              # proc.name in (bash, ash)
              - {scenario: reads-by-cat, values: {program: cat}}
              # fd.name = /etc/shadow
              - scenario: reads-hosts
                events:
                  processes: [{name: sh, path: /bin/bash}]
                  actions: [{sh: {reads: /etc/hosts}}]
            """;

    private static final String AUDIT = """
            scenario: creates
            title: Somebody creates a pod
            origin: derived
            values: {user: jane, verb: create}
            audit:
              - kind: Event
                auditID: "1"
                stage: ResponseComplete
                stageTimestamp: "2026-01-02T03:04:05.000000Z"
                requestURI: /api/v1/namespaces/shop/pods
                verb: ${verb}
                user: {username: "${user}"}
                objectRef: {resource: pods, namespace: shop}
                responseStatus: {code: 201}
            fires: [Pod created]
            twins:
              - {scenario: creates-as-admin, values: {user: admin}}
              - {scenario: deletes, values: {verb: delete}}
            """;

    private static RuleSet rules(FalcoVersion version) {
        return RuleSet.compile(RuleLoader.of(version).loadText("rules.yaml", RULES), EngineOptions.of(version));
    }

    private static Stream<String> verdicts(String text, FalcoVersion version) {
        return ScenarioReader.read("derived.yaml", text).stream()
                .flatMap(scenario -> {
                    Detections detections = RecordedScenario.run(scenario, rules(version));
                    return CheckResult.of(detections, scenario.expectations()).stream();
                })
                .map(check -> check.scenario() + " " + check.expectation().outcome() + " "
                        + check.verdict().word() + check.verdict().reason());
    }

    @ParameterizedTest
    @EnumSource
    void writtenEventsAreJudgedForEachVersion(FalcoVersion version) {
        assertThat(verdicts(WRITTEN, version))
                .containsExactly(
                        "reads fires passed",
                        "reads-by-cat silent passed",
                        "reads-hosts silent passed",
                        "reads-ash fires passed");
    }

    @Test
    void auditEventsAreJudged() {
        assertThat(verdicts(AUDIT, FalcoVersion.CURRENT))
                .containsExactly("creates fires passed", "creates-as-admin silent passed", "deletes silent passed");
    }

    @Test
    void anActThatDoesNotFireFails() {
        assertThat(verdicts(
                        WRITTEN.replace("[ash]", "[ash, cat]").replace("reads-by-cat", "twin"), FalcoVersion.CURRENT))
                .anyMatch(verdict -> verdict.startsWith("reads-cat fires failed"));
        assertThat(verdicts(
                        AUDIT.replace("user: jane", "user: other")
                                .replace("values: {user: admin}", "values: {user: jane}"),
                        FalcoVersion.CURRENT))
                .anyMatch(verdict -> verdict.startsWith("creates-as-admin silent failed"));
    }

    @Test
    void theyAreDerivedAndHaveNoTechniques() {
        List<Scenario> read = ScenarioReader.read("derived.yaml", WRITTEN);
        assertThat(read)
                .allMatch(Scenario::isDerived)
                .allMatch(one -> one.techniques().isEmpty());
        assertThat(read).extracting(RecordedScenario::originOf).containsOnly(EventOrigin.WRITTEN);
        assertThat(ScenarioReader.read("derived.yaml", AUDIT))
                .extracting(RecordedScenario::originOf)
                .containsOnly(EventOrigin.AUDIT);
    }

    static List<Arguments> mistakes() {
        return List.of(
                Arguments.of("pth: \"", "path: \"", "6:26: a process has no key \"pth\""),
                Arguments.of("reeds: \"${file}\"", "reads: \"${file}\"", "8:12: there is no verb \"reeds\""),
                Arguments.of("- shh: ", "- sh: ", "8:7: no process is named \"shh\""),
                Arguments.of("containers: [{name: sh", "processes: [{name: sh", "a container has no key \"path\""),
                Arguments.of("events: [a]\nfires:", "fires:", "\"events\" is given twice"),
                Arguments.of("origin: written", "origin: derived", "3:9: \"origin\" can only be \"derived\""),
                Arguments.of("", "origin: derived\n", "a scenario has no \"attack\""),
                Arguments.of("attack: [T1609]\nfires:", "fires:", "9:9: a derived scenario has no techniques"),
                Arguments.of("steps: []\nfires:", "fires:", "a scenario with recorded events has no \"steps\""),
                Arguments.of("log: []\nfires:", "fires:", "one of audit, log, capture and events, not several"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreAtTheirPlaces(String mistake, String right, String message) {
        assertThatThrownBy(() -> ScenarioReader.read("derived.yaml", WRITTEN.replace(right, mistake)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    private static String expecting(String fires) {
        return WRITTEN.replace("fires: [Passwords read]", "fires: [{rule: Passwords read, " + fires + "}]")
                .replaceFirst("(?s)matrix:.*", "");
    }

    @Test
    void anAlertMayBeAskedForItsPriorityFieldsAndText() {
        assertThat(verdicts(
                        expecting(
                                "priority: warning, fields: {proc.name: bash, fd.name: /etc/shadow}, output: 'm=bash)'"),
                        FalcoVersion.CURRENT))
                .containsExactly("reads fires passed");
        assertThat(verdicts(
                        expecting(
                                "priority: Error, fields: {proc.name: zsh, fd.name: /etc/shadow, evt.arg.newpath: x}, output: zsh"),
                        FalcoVersion.CURRENT))
                .singleElement()
                .asString()
                .endsWith("""
                                Read (program=bash)
                                                 expected     actual
                                priority         Error        Warning
                                proc.name        zsh          bash
                                evt.arg.newpath  x            <NA>
                                output           ... zsh ...  Read (program=bash)""".indent(4).stripTrailing());
        assertThat(verdicts(expecting("fields: {proc.nam: bash}"), FalcoVersion.CURRENT))
                .singleElement()
                .asString()
                .startsWith("reads fires error")
                .contains("derived.yaml:1:1", "proc.nam", "proc.name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "priority: Warn | 9:42: there is no priority \"Warn\"",
                "priority: [a] | 9:42: \"priority\" must be a string",
                "fields: {} | 9:40: \"fields\" has from 1 to 100 fields",
                "fields: [a] | 9:40: \"fields\" must be a mapping",
                "fields: {proc.name: } | 9:51: \"proc.name\" must be a string, not nothing",
                "output: '' | 9:40: every text contains an empty one",
                "outputs: a | 9:32: a rule of \"fires\" has no key \"outputs\"",
            })
    void mistakesInWhatIsAskedAreTold(String row) {
        String[] parts = row.split(" \\| ");
        assertThatThrownBy(() -> ScenarioReader.read("derived.yaml", expecting(parts[0])))
                .hasMessageContaining("derived.yaml:" + parts[1]);
    }

    @Test
    void aRuleThatMustStaySilentHasNoAlert() {
        assertThatThrownBy(() -> ScenarioReader.read(
                        "derived.yaml",
                        WRITTEN.replace("matrix:", "silent: [{rule: Pod created, priority: Notice}]\nmatrix:")))
                .hasMessageContaining("has no key \"priority\"");
    }

    @Test
    void aMistakeOfATwinsEventsIsAtItsPlace() {
        assertThatThrownBy(() -> ScenarioReader.read(
                        "derived.yaml", WRITTEN.replace("{reads: /etc/hosts}", "{reeds: /etc/hosts}")))
                .hasMessageContaining("derived.yaml:18:23: there is no verb \"reeds\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind: Event | kind: Pod | derived.yaml:6:5: ",
                "stageTimestamp: | seenTimestamp: | derived.yaml:6:5: this audit event has no \"stageTimestamp\"",
            })
    void anAuditEventThatFalcoWouldNotTakeIsAMistake(String before, String after, String message) {
        assertThatThrownBy(() -> ScenarioReader.read("derived.yaml", AUDIT.replace(before, after)))
                .hasMessageContaining(message);
    }

    @Test
    void noEventProvesNothing() {
        String events = AUDIT.substring(AUDIT.indexOf("audit:"), AUDIT.indexOf("fires:"));
        assertThatThrownBy(() -> ScenarioReader.read("derived.yaml", AUDIT.replace(events, "audit: []\n")))
                .hasMessageContaining("\"audit\" has no event");
        String script = WRITTEN.substring(WRITTEN.indexOf("events:"), WRITTEN.indexOf("fires:"));
        assertThatThrownBy(() -> ScenarioReader.read(
                        "derived.yaml",
                        WRITTEN.replace(script, "events: {processes: [{name: sh, path: \"/bin/${program}\"}]}\n")))
                .as("processes that were there before do nothing")
                .hasMessageContaining("nothing is done: there is no action");
    }
}
