// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Judging reaches nothing that plays. */
@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class ReachTest {
    /** Whoever reads a scenario, judges events or writes a report. */
    static final List<String> JUDGES = List.of(
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

    @ArchTest
    static void judgingReachesNoArena(JavaClasses classes) {
        for (String name : JUDGES) {
            Reach reach = Reach.of(classes.get("io.kguard." + name));
            assertThat(reach.files())
                    .as(name)
                    .hasSizeGreaterThan(50)
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
