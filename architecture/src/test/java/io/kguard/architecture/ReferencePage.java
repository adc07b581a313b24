// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of {@code docs/}: its tables, by the heading above them. A name is the text between backticks.
 *
 * @param lines the page
 */
record ReferencePage(List<String> lines) {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** One page, or several as one. */
    static ReferencePage read(String... names) {
        return new ReferencePage(
                Stream.of(names).flatMap(name -> text("docs/" + name).lines()).toList());
    }

    /** Writes the page of a name again. */
    void write(String name) throws IOException {
        Files.writeString(PROJECT.resolve("docs").resolve(name), String.join("\n", lines) + "\n");
    }

    /** The content of a file of the project. */
    static String text(String file) {
        try {
            return Files.readString(PROJECT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page for users. */
    static List<Path> all() throws IOException {
        try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"));
                Stream<Path> top = Files.list(PROJECT)) {
            return Stream.concat(docs, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(PROJECT::relativize)
                    .toList();
        }
    }

    /** The lines below a heading, up to the next one. */
    List<String> section(String heading) {
        List<String> section = lines.stream()
                .dropWhile(line -> !line.matches("#+ " + Pattern.quote(heading)))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .toList();
        assertThat(section).as("section \"%s\"", heading).isNotEmpty();
        return section;
    }

    /** The rows of the tables below a heading, without header rows. */
    List<List<String>> rows(String heading) {
        List<List<String>> rows = new ArrayList<>();
        List<String> section = section(heading);
        for (int i = 0; i < section.size(); i++) {
            boolean head = i + 1 < section.size() && section.get(i + 1).startsWith("| ---");
            if (section.get(i).startsWith("|") && !section.get(i).startsWith("| ---") && !head) {
                rows.add(cells(section.get(i)));
            }
        }
        return rows;
    }

    /** The names in the first cells of the rows below a heading. */
    Set<String> names(String heading) {
        Set<String> names = new TreeSet<>();
        rows(heading).forEach(row -> names.addAll(names(List.of(row.get(0)))));
        return names;
    }

    static Set<String> names(List<String> texts) {
        Set<String> names = new TreeSet<>();
        for (String text : texts) {
            Matcher matcher = NAME.matcher(text);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }
}
