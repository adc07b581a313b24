// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an entry has in reach: the types of ours that it may load, and the libraries that these name. Prints a table of it.
 */
@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class ReachTest {
    /** Whoever reads a scenario, judges events or writes a report. */
    private static final List<String> JUDGES = List.of(
            "scenario.ScenarioReader",
            "verdict.CaptureReplay",
            "verdict.Judge",
            "assertion.DetectionsAssert",
            "internal.report.HtmlReport");

    /** The modules that play: containers, the cluster, the kernel. */
    private static final Set<String> ARENA = Set.of("sandbox", "ebpf-harness");

    /** Libraries that only playing needs. */
    private static final Pattern OF_ARENA =
            Pattern.compile("(vertx|netty|docker-java|testcontainers|kubernetes-server-mock|mockwebserver).*");

    private static final Pattern JAR = Pattern.compile(".*/([^/!]+?)-\\d[^/!]*\\.jar!.*");

    private record Reach(Set<JavaClass> types, Set<String> libraries) {
        static Reach of(JavaClass entry) {
            Set<JavaClass> types = new LinkedHashSet<>();
            Set<String> libraries = new TreeSet<>();
            Deque<JavaClass> next = new ArrayDeque<>(List.of(entry));
            while (!next.isEmpty()) {
                JavaClass type = next.pop();
                if (!types.add(type)) {
                    continue;
                }
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith("io.kguard")) {
                        next.push(target);
                    } else {
                        target.getSource().map(Reach::library).ifPresent(libraries::add);
                    }
                }
            }
            libraries.remove("");
            return new Reach(types, libraries);
        }

        private static String library(Source source) {
            Matcher jar = JAR.matcher(source.getUri().toString());
            return jar.matches() ? jar.group(1) : "";
        }

        /** Files of types, not the types in them. */
        Set<String> files() {
            Set<String> files = new TreeSet<>();
            types.forEach(type -> files.add(SourceFiles.top(type)));
            return files;
        }

        long lines() {
            return files().stream().mapToLong(ReachTest::lines).sum();
        }
    }

    private static long lines(String type) {
        try (Stream<String> lines = Files.lines(SourceFiles.file(type))) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ArchTest
    static void judgingReachesNoArena(JavaClasses classes) {
        System.out.println("| entry | types | lines | libraries |\n| --- | --- | --- | --- |");
        for (String name : JUDGES) {
            Reach reach = Reach.of(classes.get("io.kguard." + name));
            System.out.println("| " + name + " | " + reach.files().size() + " | " + reach.lines() + " | "
                    + String.join(", ", reach.libraries()) + " |");

            assertThat(reach.files())
                    .as(name)
                    .hasSizeGreaterThan(100)
                    .noneMatch(type -> ARENA.contains(SourceFiles.module(type)));
            assertThat(reach.libraries())
                    .as(name)
                    .noneMatch(library -> OF_ARENA.matcher(library).matches());
        }
    }

    /** Otherwise the test above could not fail. */
    @ArchTest
    static void playingReachesIt(JavaClasses classes) {
        Reach reach = Reach.of(classes.get("io.kguard.simulation.Simulator"));
        assertThat(reach.files()).extracting(SourceFiles::module).containsAll(ARENA);
        assertThat(reach.libraries())
                .anyMatch(library -> OF_ARENA.matcher(library).matches());
    }
}
