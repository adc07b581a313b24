// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the house may have at most: {@code ceilings.tsv}. A figure above its ceiling fails. Where one is below it, the ceiling
 * sinks with it, in the file. Which ceilings may be raised, and how, is said there.
 */
@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class CeilingTest {
    private static final Path FILE = Path.of("ceilings.tsv");

    /** The parser of conditions, which editors and other tools need without an engine. */
    private static final String PARSER = "internal.condition.syntax.ConditionParser";

    /** So that a repair of few lines needs no new ceiling. */
    private static final long STEP = 100;

    /** What is told in one place only, in the end: how it is recognised in a source file. */
    private static final Map<String, Pattern> TOLD = Map.of(
            "programs are started", Pattern.compile("new ProcessBuilder\\("),
            "native code is loaded", Pattern.compile("System\\.load\\("),
            "system calls are known by name", Pattern.compile("\"openat2\""),
            "properties of the JVM are read", Pattern.compile("System\\.getProperty\\(|(Integer|Long)\\.getInteger\\("),
            "a scenario's key is known by name", Pattern.compile("\"matrix\""));

    @ArchTest
    static void nothingGrows(JavaClasses classes) throws IOException {
        Map<String, Long> figures = figures(classes);
        Map<String, Long> ceilings = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            int tab = line.indexOf('\t');
            if (tab < 0) {
                lines.add(line);
                continue;
            }
            String name = line.substring(0, tab);
            long ceiling = Long.parseLong(line.substring(tab + 1));
            ceilings.put(name, ceiling);
            lines.add(name + "\t" + Math.min(ceiling, figures.getOrDefault(name, ceiling)));
        }
        List<String> above = figures.entrySet().stream()
                .filter(figure -> figure.getValue() > ceilings.getOrDefault(figure.getKey(), -1L))
                .map(figure -> figure.getKey() + "\t" + figure.getValue())
                .toList();
        assertThat(above)
                .as("figures above their ceilings, or without one in " + FILE)
                .isEmpty();
        assertThat(figures.keySet()).as("ceilings of something").containsAll(ceilings.keySet());
        byte[] sunk = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        if (!Arrays.equals(sunk, Files.readAllBytes(FILE))) {
            Files.write(FILE, sunk);
        }
    }

    private static Map<String, Long> figures(JavaClasses classes) throws IOException {
        Map<String, Long> figures = new LinkedHashMap<>();
        Stream.concat(ReachTest.JUDGES.stream(), Stream.of(PARSER)).forEach(name -> {
            Reach reach = Reach.of(classes.get("io.kguard." + name));
            figures.put("reach of " + name + ", lines", stepped(reach.lines()));
            figures.put(
                    "reach of " + name + ", libraries", (long) reach.libraries().size());
        });
        List<JavaClass> types = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getPackageName().equals("io.kguard.spark")) // not part of each build
                .toList();
        long open = types.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();
        figures.put("public types", open);
        figures.put("public types, percent", rounded(100 * open, types.size()));
        figures.put(
                "public types for users",
                ApiTest.publicTypes(classes).stream()
                        .filter(ApiTest::isForUsers)
                        .count());
        Map<String, List<String>> texts = SourceFiles.texts();
        TOLD.forEach((what, sign) -> figures.put(
                "places where " + what,
                texts.values().stream()
                        .flatMap(List::stream)
                        .filter(text -> sign.matcher(text).find())
                        .count()));
        texts.forEach((module, files) -> figures.put("lines of " + module, stepped(lines(files))));
        figures.put(
                "lines of all",
                stepped(lines(texts.values().stream().flatMap(List::stream).toList())));
        return figures;
    }

    private static long lines(List<String> files) {
        return files.stream().mapToLong(text -> text.lines().count()).sum();
    }

    /** A quotient, rounded up. */
    private static long rounded(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private static long stepped(long lines) {
        return rounded(lines, STEP) * STEP;
    }
}
