// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.verify.Reports;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each report file has a row for users, and a name by which the others know it. */
class ReportReferenceTest {
    /** In quotes, and no table beside a class. */
    private static final Pattern FILE =
            Pattern.compile("(?<!\\.class, )\"([A-Za-z][A-Za-z-]*\\.(json|md|sarif|html|xml|tsv|txt))\"");

    /** Names of files that are in no folder of reports: a project's, a page of the docs, and one of the board, which has a folder of its own. */
    private static final Set<String> ELSEWHERE = Set.of("pom.xml", "lint.md", "index.html");

    @Test
    void everyReportFileHasItsRow() {
        Set<String> rows = new TreeSet<>(ReferencePage.read("reports.md").names("Reports"));

        assertThat(rows.remove("board/")).isTrue();
        assertThat(rows).isEqualTo(new TreeSet<>(Reports.names()));
    }

    /** A file that a goal writes and the list does not have would count as a part of the project. */
    @Test
    void everyFileThatCodeNamesIsInTheList() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String module : List.of("gate", "tools")) {
            for (String text : SourceFiles.texts().get(module)) {
                FILE.matcher(text)
                        .results()
                        .map((MatchResult file) -> file.group(1))
                        .forEach(named::add);
            }
        }

        assertThat(named).contains("results.json", "upgrade.md", "index.html");
        named.removeAll(ELSEWHERE);
        assertThat(Reports.names()).containsAll(named);
    }
}
