// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.ScenarioPlayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A play whose events are recorded is judged against the act as it is written. */
class LivePlayTest {
    private static final String RULES = """
            - rule: Short name
              desc: d
              condition: >
                evt.type in (open, openat) and evt.is_open_write = true and fd.name startswith /etc/
                and container.image.repository = nginx
              output: o
              priority: NOTICE
            - rule: All but the short name
              desc: d
              condition: >
                evt.type in (open, openat) and evt.is_open_write = true and fd.name startswith /etc/
                and not container.image.repository in (nginx)
              output: o
              priority: NOTICE
            """;
    private static final String WRITE = """
            events:
              containers: [{name: app, image: "%s"}]
              processes: [{name: process, path: /usr/bin/cat, container: app}]
              actions: [{process: {%s: /etc/app.conf}}]
            """;
    private static final String BY_LONG_NAME = WRITE.formatted("docker.io/library/nginx:1.27", "writes");

    @TempDir
    private Path folder;

    /** What a real machine gave, whatever is played. */
    private record Recorded(String events) implements ScenarioPlayer {
        @Override
        public Detections run(Scenario scenario, RuleSet rules) {
            return events.isEmpty()
                    ? Detections.impossible(scenario.id(), "line 1: cat: openat: Is a directory")
                    : RecordedScenario.run(
                            ScenarioReader.read(
                                            "live",
                                            "scenario: live\ntitle: t\norigin: derived\nfires: [Short name]\n" + events)
                                    .get(0),
                            rules);
        }

        @Override
        public void close() {}
    }

    private static RuleSet rules(String text, Matching matching) {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", text),
                EngineOptions.of(FalcoVersion.CURRENT).withMatching(matching));
    }

    private static LivePlay.Result play(RuleSet rules, String name, boolean fires, String events) {
        Rule rule = rules.rules().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        DerivedAct act = RuleDeriver.derive(rules, rule).acts().stream()
                .filter(each -> each.fires() == fires
                        && (fires || each.shows().get(0).change().matches(".*(repository|request).*")))
                .findFirst()
                .orElseThrow();
        return new LivePlay(new Recorded(events), rules, rule).play(act, fires);
    }

    private static String finding(LivePlay.Result result) {
        return result instanceof LivePlay.Result.Contradicted other
                ? other.finding().sentence()
                : result.toString();
    }

    private static final RuleSet ALL = rules(RULES, Matching.ALL);

    @Test
    void anActThatDoesNotFireIsAFinding() {
        assertThat(finding(play(ALL, "Short name", true, BY_LONG_NAME)))
                .startsWith(
                        "it does not fire when its act is played: container.image.repository = nginx is false,"
                                + " because in a pod the repository is docker.io/library/nginx, not nginx as written (openat by cat[");
    }

    @Test
    void aNearMissThatFiresIsAFinding() {
        assertThat(finding(play(ALL, "All but the short name", false, BY_LONG_NAME)))
                .startsWith(
                        "it fires when a near miss is played (removing not container.image.repository in (nginx)):"
                                + " not container.image.repository in (nginx) is true,"
                                + " because in a pod the repository is docker.io/library/nginx, not nginx as written (openat by cat[");
    }

    @Test
    void theSameEventsAreNone() {
        String same = WRITE.formatted("nginx:1.27", "writes");

        assertThat(play(ALL, "Short name", true, same)).isInstanceOf(LivePlay.Result.Live.class);
        assertThat(play(ALL, "All but the short name", false, same)).isInstanceOf(LivePlay.Result.Live.class);
    }

    /** Only a silence that a check would take for sure contradicts an act. */
    @Test
    void whatDidNotTakePlaceIsNone() {
        for (String name : List.of("Short name", "All but the short name")) {
            assertThat(play(ALL, name, name.equals("Short name"), "")).isInstanceOf(LivePlay.Result.NotPlayed.class);
        }
        assertThat(play(ALL, "Short name", true, BY_LONG_NAME.replace("writes", "deletes")))
                .isInstanceOf(LivePlay.Result.NotPlayed.class);
    }

    @Test
    void anEarlierRuleThatTakesTheEventIsNamed() {
        String taking = """
                - rule: Written by an editor
                  desc: d
                  condition: evt.type = openat and proc.name = vi
                  output: o
                  priority: NOTICE
                """ + RULES;

        assertThat(finding(play(
                        rules(taking, Matching.FIRST),
                        "Short name",
                        true,
                        WRITE.formatted("nginx:1.27", "writes").replace("/cat", "/vi"))))
                .startsWith("it does not fire when its act is played: the rule \"Written by an editor\" takes the event"
                        + " first (openat by vi[");
    }

    /** A rule may have both names. Only the short one is never met in a pod. */
    @Test
    void aFurtherActWithAShortNameIsNone() {
        RuleSet rules = rules("""
                - rule: Either name
                  desc: d
                  condition: >
                    evt.type = openat and evt.is_open_write = true and container.id != host
                    and (container.image.repository = nginx or container.image.repository = docker.io/library/nginx)
                  output: o
                  priority: NOTICE
                """, Matching.ALL);
        Rule rule = rules.rules().get(0);
        List<DerivedAct> acts = RuleDeriver.derive(rules, rule).acts();
        DerivedAct further = acts.stream()
                .filter(act -> act.fires() && act.act().toString().contains("image=nginx:1.27"))
                .findFirst()
                .orElseThrow();
        String live = BY_LONG_NAME.replace("library/nginx", "library/httpd");

        LivePlay play = new LivePlay(new Recorded(BY_LONG_NAME), rules, rule);
        assertThat(play.play(acts.get(0), true)).isInstanceOf(LivePlay.Result.Live.class);
        assertThat(play.play(further, false)).isInstanceOf(LivePlay.Result.NotPlayed.class);
        assertThat(new LivePlay(new Recorded(live), rules, rule).play(acts.get(0), true))
                .isInstanceOf(LivePlay.Result.Contradicted.class);
    }

    /** What a play adds of itself, because the act does not say it, is no fault of the rule. */
    @Test
    void whatThePlayChoosesIsNone() {
        RuleSet rules = rules("""
                - rule: Traced
                  desc: d
                  condition: evt.type = ptrace and evt.arg.request contains PTRACE_ATTACH
                  output: o
                  priority: NOTICE
                """, Matching.ALL);
        LivePlay.Result result = play(rules, "Traced", false, """
                events:
                  containers: [{name: app, image: "docker.io/library/nginx:1.27"}]
                  processes: [{name: process, path: /usr/bin/cat, container: app}]
                  actions: [{process: {calls: ptrace, with: {request: PTRACE_ATTACH}}}]
                """);

        assertThat(result).isInstanceOf(LivePlay.Result.NotPlayed.class);
        assertThat(result.toString())
                .contains(
                        "a play can't have the written value: evt.arg.request contains PTRACE_ATTACH is true, because the"
                                + " value is PTRACE_ATTACH, not PTRACE_UNKNOWN as written");
    }

    /** Such a file would pass, and the rule would count as tested. */
    @Test
    void nothingIsWrittenOfARuleWithAFinding() throws IOException, InterruptedException {
        List<String> console = new ArrayList<>();

        DeriveReport report =
                new Derive(ALL, ALL.rules(), folder, false).run(ALL.rules(), new Recorded(BY_LONG_NAME), console::add);

        assertThat(console.get(0)).startsWith("Short name: it does not fire when its act is played: ");
        assertThat(console).contains("  nothing written");
        assertThat(console.get(console.size() - 1))
                .isEqualTo("Played: 1 as written, 4 otherwise; 0 not played, 5 not tried");
        assertThat(report.isEmpty()).isFalse();
        assertThat(report.problem())
                .isEqualTo("1 act that was played fires its rule only as written;"
                        + " 3 near misses fire their rules when they are played");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
