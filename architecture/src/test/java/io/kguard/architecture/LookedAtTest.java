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

    /** Words that are true of one day only, and the subjects whose dates they may have. */
    private static final List<Claim> CLAIMS = List.of(
            new Claim(
                    "every public rule|no public (audit )?rule|all (\\d+ )?public (rules|ones|of)"
                            + "|Falco's public (audit |system call )?(rules|ones)|falcosecurity/rules of",
                    "_rules.yaml"),
            new Claim(
                    "same (rule )?engine|newest (release|that kguard knows)|Falco (of |does |is |has )?today"
                            + "|today (it|Falco) |main branch (of|in)|as of (\\w+ )?20\\d\\d",
                    "Falco's"),
            new Claim("still open", "Falco's issues"));

    /** Where a sentence ends. */
    private static final Pattern END = Pattern.compile("(?<=[.?!]) (?=[A-Z`\\[])");

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
    void lintAndDoctorHaveTheReleasesOfRules() {
        assertThat(ReferencePage.text("engine/src/main/resources/io/kguard/lint/seen-releases.tsv")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(rows().stream()
                        .filter(row -> row.subject().endsWith(".yaml"))
                        .map(row -> String.join("\t", row.cells().subList(0, 4)))
                        .toList());
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
                String text = ReferencePage.text(page.toString());
                String head = String.join(" ", paragraphs(text.split("\n## ", 2)[0]));
                for (String paragraph : paragraphs(text)) {
                    claims += CLAIMS.stream().anyMatch(claim -> claim.in(paragraph)) ? 1 : 0;
                    wrongly(head, paragraph).forEach(why -> wrong.add(page + ": " + why + ": " + paragraph));
                }
            }
        }
        assertThat(claims).isGreaterThan(20);
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

    @Test
    void theDateOfSomethingElseIsNoneOfAClaim() {
        String rules = row("falco_rules.yaml").dated();
        String source = row("Falco's source").dated();
        assertThat(wrongly("With all public rules, a Falco of its main branch of " + source + " said so."))
                .isNotEmpty();
        assertThat(wrongly(
                        "With all public rules of 0.40 there are 653. Falco raised them. Those of " + rules + " too."))
                .isNotEmpty();
        assertThat(wrongly("All public rules were played. They are those of " + rules + "."))
                .isEmpty();
        assertThat(wrongly("The head of a page is of " + rules, "No public rule looks at it."))
                .isEmpty();
        assertThat(wrongly("As of November 2026:")).isNotEmpty();
    }

    private static List<String> wrongly(String paragraph) {
        return wrongly("", paragraph);
    }

    /** What is wrong with a paragraph that says something of the world outside, on a page that begins with a head. */
    private static List<String> wrongly(String head, String paragraph) {
        List<String> wrong = new ArrayList<>();
        String[] sentences = END.split(paragraph);
        for (int i = 0; i < sentences.length; i++) {
            String sentence = sentences[i];
            String near = head + sentence + (i + 1 < sentences.length ? sentences[i + 1] : "");
            CLAIMS.stream()
                    .filter(claim -> claim.in(sentence) && rows().stream().noneMatch(row -> claim.isDated(row, near)))
                    .forEach(claim -> wrong.add("no date that looked-at.tsv has of " + claim.subject()));
        }
        for (Matcher rules = RULES.matcher(paragraph); rules.find(); ) {
            String file = rules.group(1) + ".yaml";
            String version = rules.group(2);
            if (rows().stream()
                    .noneMatch(row -> row.subject().equals(file)
                            && row.version().equals(version)
                            && paragraph.contains(row.dated()))) {
                wrong.add("looked at was not " + file + " " + version + ", or on another day");
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
     * Words that are true of one day only.
     *
     * @param subject a part of the names of the rows that may date it
     */
    private record Claim(String words, String subject) {
        boolean in(String text) {
            return Pattern.compile("(?i)\\b(" + words + ")").matcher(text).find();
        }

        /** Whether a text has the date of a look, or of what was looked at. */
        boolean isDated(Row row, String text) {
            return row.subject().contains(subject)
                    && (text.contains(row.seen()) || row.dated().length() > 1 && text.contains(row.dated()));
        }
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
