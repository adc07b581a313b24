// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.source.EventSources;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionSentencesTest {
    private static final FalcoVersion FALCO = FalcoVersion.CURRENT;
    private static final KnownFields FIELDS = new KnownFields(EventSources.BUILT_IN, FALCO);

    @TempDir
    private Path folder;

    @Test
    void aClauseIsASentence() {
        assertThat(of("proc.name in (bash, sh)"))
                .containsExactly("this is so", "  the name of the process is one of bash, sh");
        assertThat(sentence("proc.name in (bash)")).isEqualTo("the name of the process is bash");
        assertThat(sentence("not proc.aname[2] startswith ssh"))
                .isEqualTo("the name of the ancestor 2 generations up does not start with ssh");
        assertThat(sentence("evt.is_open_read = true")).isEqualTo("the call opens a file for reading");
        assertThat(sentence("not evt.is_open_read != false"))
                .isEqualTo("it is not so that the call opens a file for reading");
        assertThat(sentence("tolower(proc.name) = val(proc.pname)"))
                .isEqualTo("the name of the process in small letters is the name of the parent process");
        assertThat(sentence("fd.name contains anyof (a, b)")).isEqualTo("the path of the file contains any of a, b");
        assertThat(sentence("proc.name in (a, b, c, d, e, f, g, h, i)"))
                .isEqualTo("the name of the process is one of a, b, c, d, e, f and 3 more");
    }

    @Test
    void whatBelongsTogetherIsIndented() {
        assertThat(
                        of(
                                "evt.type = openat and not (proc.name = a and (fd.num > 3 or user.uid = 0)) and not (proc.tty = 0 or proc.pid = 1)"))
                .containsExactly(
                        "all of these are so",
                        "  the type of the event is openat",
                        "  and not all of these are so:",
                        "    the name of the process is a",
                        "    and one of these is so:",
                        "      the number of the descriptor is more than 3",
                        "      or the number of the user is 0",
                        "  and none of these is so:",
                        "    the number of the terminal of the process is 0",
                        "    or the number of the process is 1");
    }

    /** A clause that is not shown is counted. */
    @Test
    void whatDoesNotFitIsCounted() {
        String many = IntStream.range(0, 60).mapToObj(i -> "proc.pid = " + i).collect(Collectors.joining(" or "));
        List<String> lines = of(many);
        assertThat(lines).hasSizeLessThanOrEqualTo(ConditionSentences.MOST_LINES);
        assertThat(lines.get(lines.size() - 1)).isEqualTo("  Left out: " + (60 - (lines.size() - 2)) + " clauses");

        assertThat(of("proc.name = a and not (" + many + ")"))
                .containsExactly(
                        "all of these are so",
                        "  the name of the process is a",
                        "  and none of 60 clauses is so",
                        "  Left out: 60 clauses");
    }

    /** Each macro doubles the condition: it ends, and is short. */
    @Test
    void aConditionThatGrowsWithItsMacrosIsShort() throws IOException {
        StringBuilder rules = new StringBuilder("- macro: m0\n  condition: (proc.pid = 1 or proc.pid = 2)\n");
        for (int i = 1; i < 16; i++) {
            rules.append("- macro: m")
                    .append(i)
                    .append("\n  condition: (not m" + (i - 1) + " or (m" + (i - 1) + " and proc.tty = 0))\n");
        }
        LoadResult loaded = RuleLoader.of(FALCO).load(List.of(Files.writeString(folder.resolve("r.yaml"), rules)));

        assertThat(ConditionSentences.of(loaded.macro("m15").orElseThrow().condition(), FIELDS))
                .hasSizeLessThanOrEqualTo(ConditionSentences.MOST_LINES);
    }

    @Test
    @RequiresShared
    void eachPublicRuleFitsAndNamesNoField() {
        LoadResult loaded = RuleLoader.of(FALCO)
                .load(List.of(Shared.path("conformance/falco-rules/current")))
                .orThrow();
        assertThat(loaded.rules()).hasSizeGreaterThan(100);
        for (Rule rule : loaded.rules()) {
            List<String> lines = ConditionSentences.of(rule.condition(), FIELDS);
            assertThat(lines).as(rule.name()).hasSizeLessThanOrEqualTo(ConditionSentences.MOST_LINES);
            assertThat(String.join("\n", lines))
                    .as(rule.name())
                    .doesNotContainPattern("(evt|proc|fd|container|ka)\\.[a-z]+ (is|has|contains)");
            if (lines.stream().noneMatch(line -> line.contains("Left out"))) {
                assertThat(sentences(lines)).as(rule.name()).hasSize(clauses(rule.condition()));
            }
        }
    }

    /** Lines without titles and without what goes on from the line before. */
    private static List<String> sentences(List<String> lines) {
        List<String> sentences = new ArrayList<>();
        int before = 0;
        for (String line : lines.subList(1, lines.size())) {
            int indent = line.length() - line.stripLeading().length();
            boolean goesOn = indent > before && before > 0;
            if (line.matches(".* (is|are) so( \\[.*])?:")) {
                before = 0;
            } else if (!goesOn) {
                sentences.add(line);
                before = indent;
            }
        }
        return sentences;
    }

    private static int clauses(Condition condition) {
        return condition instanceof Condition.Check
                ? 1
                : condition.children().stream()
                        .mapToInt(ConditionSentencesTest::clauses)
                        .sum();
    }

    private static String sentence(String condition) {
        return of(condition).get(1).strip();
    }

    private static List<String> of(String condition) {
        return ConditionSentences.of(ConditionParser.parse(condition, FALCO), FIELDS);
    }
}
