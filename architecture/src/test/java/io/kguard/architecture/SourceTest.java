// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules that need the source text. */
class SourceTest {
    private static final int FILES_AT_LEAST = 150;

    private static final String LICENCE = "Apache-2.0";
    /** The kernel allows some of its functions only in GPL-compatible programs. */
    private static final String BPF_LICENCE = "Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only";

    private static final Pattern HOLLOW_JAVADOC =
            Pattern.compile("/\\*\\*[\\s*]*This (method|class|interface|record|enum)\\b");
    private static final Pattern UNEXPLAINED_SUPPRESSION =
            Pattern.compile("@SuppressWarnings\\([^)]*\\)[ \\t]*$", Pattern.MULTILINE);

    private static final Pattern FOR_USERS =
            Pattern.compile("(?m)^@API\\(status = API\\.Status\\.(STABLE|EXPERIMENTAL)\\)$");

    /** A public type, or a public method or constructor of one; not a compact constructor. */
    private static final Pattern API = Pattern.compile("(public|protected) .*|    (public|protected) .*\\(.*");

    /** A copy of a record with another component: the record's Javadoc explains the component. */
    private static final Pattern COPY = Pattern.compile(".* with[A-Z]\\w*\\(.*");

    private static final TreeMap<Path, String> SOURCES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        Path project = Path.of("").toAbsolutePath().getParent();
        Files.walkFileTree(project, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                Path name = folder.getFileName();
                return name.toString().equals("target") || (name.toString().startsWith(".") && !folder.equals(project))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().matches(".*\\.(java|c|h)")) {
                    SOURCES.put(project.relativize(file), text(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(SOURCES).hasSizeGreaterThan(FILES_AT_LEAST);
    }

    @Test
    void javadocSaysMoreThanThatItIsJavadoc() {
        assertThat(filesWhere(text -> HOLLOW_JAVADOC.matcher(text).find())).isEmpty();
    }

    @Test
    void theFirstLineNamesTheLicence() {
        List<Path> others = new ArrayList<>();
        SOURCES.forEach((file, text) -> {
            // files that users copy need no licence line
            boolean example = file.startsWith("sample-rules") || file.toString().contains("/src/it/");
            String licence = file.toString().contains("/src/main/bpf/") ? BPF_LICENCE : LICENCE;
            if (!example && !text.startsWith("// SPDX-License-Identifier: " + licence + "\n")) {
                others.add(file);
            }
        });
        assertThat(others).isEmpty();
    }

    @Test
    void suppressionsCarryTheirReason() {
        assertThat(filesWhere(text -> UNEXPLAINED_SUPPRESSION.matcher(text).find()))
                .isEmpty();
    }

    @Test
    void whatUsersCallIsExplained() {
        List<String> unexplained = new ArrayList<>();
        SOURCES.forEach((file, text) -> {
            if (FOR_USERS.matcher(text).find()) {
                List<String> lines = text.lines().toList();
                for (int i = 0; i < lines.size(); i++) {
                    if (isUnexplained(lines, i)) {
                        unexplained.add(
                                file + ":" + (i + 1) + ": " + lines.get(i).strip());
                    }
                }
            }
        });
        assertThat(unexplained).isEmpty();
    }

    private static boolean isUnexplained(List<String> lines, int index) {
        String line = lines.get(index);
        if (!API.matcher(line).matches() || COPY.matcher(line).matches()) {
            return false;
        }
        // go up over annotations, which may take several lines, to the comment or to the end of the previous member
        int before = index - 1;
        while (before >= 0 && !lines.get(before).matches(".*([;{}]|\\*/)|")) {
            if (lines.get(before).strip().equals("@Override")) {
                return false;
            }
            before--;
        }
        return before < 0 || !lines.get(before).endsWith("*/");
    }

    private static List<Path> filesWhere(Predicate<String> wrong) {
        List<Path> files = new ArrayList<>();
        SOURCES.forEach((file, text) -> {
            if (wrong.test(text)) {
                files.add(file);
            }
        });
        return files;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
