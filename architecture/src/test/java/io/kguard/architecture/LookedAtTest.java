// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the pages say of the world outside has the version and the date of {@code looked-at.tsv}, and nobody looked too long
 * ago. The property {@code today} builds an old release again: as on that day.
 */
class LookedAtTest {
    private static final int DAYS = 90;

    /** Words that are true of one day only. */
    private static final Pattern CLAIM = Pattern.compile(
            "(?i)\\b(every public rule|all (\\d+ )?public rules|same rule engine|newest that kguard knows"
                    + "|falcosecurity/rules of|main branch (of|in))\\b");

    private static final Pattern RULES = Pattern.compile("\\b(falco(?:-\\w+)?_rules)(?:\\.yaml)? (\\d+\\.\\d+\\.\\d+)");
    private static final Pattern BRANCH = Pattern.compile("main branch (?:of|in) (\\S+?)[,:;.]?(?: |$)");

    @Test
    void nobodyLookedTooLongAgo() {
        String day = System.getProperty("today");
        assertThat(old(rows(), day == null ? LocalDate.now(ZoneOffset.UTC) : LocalDate.parse(day)))
                .as("look again, and write what you saw into architecture/looked-at.tsv")
                .isEmpty();
    }

    @Test
    void aLookAgesAfterNinetyDays() {
        List<Row> row = List.of(new Row("a", "1", "-", "2026-09-01", "b"));
        assertThat(old(row, LocalDate.parse("2026-11-30"))).isEmpty();
        assertThat(old(row, LocalDate.parse("2026-12-01"))).isEqualTo(row);
        assertThat(old(row, LocalDate.parse("2026-08-31"))).as("a look to come").isEqualTo(row);
    }

    @Test
    void thePageHasTheRows() {
        assertThat(ReferencePage.read("falco-versions.md").rows("What was looked at"))
                .extracting(cells -> cells.subList(0, cells.size() - 1))
                .containsExactlyElementsOf(rows().stream().map(Row::cells).toList());
    }

    @Test
    void thePageOfTechniquesHasTheDayOfItsNames() {
        Row attack = row("ATT&CK");
        assertThat(ReferencePage.text("docs/techniques.md"))
                .contains("ATT&CK " + attack.version() + ", looked at on " + attack.seen() + ".");
    }

    @Test
    void theNewestFalcoWasLookedAt() {
        assertThat(row("Falco's release").version()).startsWith(FalcoVersion.CURRENT.number() + ".");
    }

    @Test
    void aClaimHasVersionAndDate() throws IOException {
        List<String> wrong = new ArrayList<>();
        int claims = 0;
        for (Path page : ReferencePage.all()) {
            if (!page.endsWith("CHANGELOG.md")) {
                for (String paragraph : paragraphs(ReferencePage.text(page.toString()))) {
                    claims += CLAIM.matcher(paragraph).find() ? 1 : 0;
                    wrongly(paragraph).forEach(why -> wrong.add(page + ": " + why + ": " + paragraph));
                }
            }
        }
        assertThat(claims).isGreaterThan(6);
        assertThat(wrong).isEmpty();
    }

    @Test
    void aClaimThatDiffersIsFound() {
        Row rules = row("falco_rules.yaml");
        String source = row("Falco's source").dated();
        assertThat(wrongly("every public rule of Falco")).isNotEmpty();
        assertThat(wrongly("every public rule of Falco, of 2020-01-01")).isNotEmpty();
        assertThat(wrongly("every public rule: falco_rules 0.0.1, of " + rules.dated()))
                .isNotEmpty();
        assertThat(wrongly("every public rule: falco_rules " + rules.version() + ", of " + rules.dated()))
                .isEmpty();
        assertThat(wrongly("Falco's main branch of July 2026, seen " + source)).isNotEmpty();
        assertThat(wrongly("Falco's main branch of " + source + ", with")).isEmpty();
    }

    /** What is wrong with a paragraph that says something of the world outside. */
    private static List<String> wrongly(String paragraph) {
        List<String> wrong = new ArrayList<>();
        if (CLAIM.matcher(paragraph).find()
                && rows().stream().noneMatch(row -> row.dated().length() > 1 && paragraph.contains(row.dated()))) {
            wrong.add("a claim without a date of looked-at.tsv");
        }
        for (Matcher rules = RULES.matcher(paragraph); rules.find(); ) {
            Row row = row(rules.group(1) + ".yaml");
            if (!rules.group(2).equals(row.version()) || !paragraph.contains(row.dated())) {
                wrong.add("looked at were " + row);
            }
        }
        for (Matcher branch = BRANCH.matcher(paragraph); branch.find(); ) {
            if (!branch.group(1).equals(row("Falco's source").dated())) {
                wrong.add("looked at was " + row("Falco's source"));
            }
        }
        return wrong;
    }

    /** The paragraphs, items of lists and rows of tables, each in one line. */
    private static List<String> paragraphs(String page) {
        return Stream.of(page.split("\n\\s*\n|\n(?=- |\\|)"))
                .map(paragraph -> paragraph.replaceAll("\\s+", " ").strip())
                .toList();
    }

    private static List<Row> old(List<Row> rows, LocalDate today) {
        return rows.stream()
                .filter(row -> today.minusDays(DAYS).isAfter(LocalDate.parse(row.seen()))
                        || today.isBefore(LocalDate.parse(row.seen())))
                .toList();
    }

    private static Row row(String subject) {
        return rows().stream()
                .filter(row -> row.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("looked-at.tsv has no row " + subject));
    }

    private static List<Row> rows() {
        return ReferencePage.text("architecture/looked-at.tsv")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Arrays.asList(line.split("\t", -1)))
                .map(cells -> new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4)))
                .toList();
    }

    /**
     * One look.
     *
     * @param dated the date of the version
     * @param seen the day of the look
     * @param what what was seen
     */
    private record Row(String subject, String version, String dated, String seen, String what) {
        List<String> cells() {
            return List.of(subject, version, dated, seen, what);
        }
    }
}
