// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class LayerTest {
    /** Raise it as the code grows. If classes vanish from the scan, every rule here passes trivially. */
    private static final int CLASSES_AT_LEAST = 1000;

    @ArchTest
    static final ArchRule everyClassLivesInARoom = classes()
            .should()
            .resideInAnyPackage(Rooms.all().map(Rooms::packagesOf).toArray(String[]::new))
            .because("the design names the rooms; a new one needs its place in their order");

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().assignedFrom(Rooms.asSlices()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesWithinARoomHaveNoCycles =
            slices().matching("io.kguard.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theEngineHalfNeedsNothingButItsParsers = noClasses()
            .that()
            .resideInAnyPackage(Rooms.engineHalf())
            .should()
            .dependOnClassesThat(DescribedPredicate.not(DescribedPredicate.describe(
                    "belong to the JDK, kguard, SnakeYAML or are annotations of JSpecify and API Guardian",
                    type -> type.isPrimitive()
                            || type.isArray()
                            || type.getPackageName()
                                    .matches(
                                            "(java|com\\.sun\\.net\\.httpserver|io\\.kguard|org\\.jspecify|org\\.apiguardian|org\\.yaml\\.snakeyaml)"
                                                    + "(\\..*)?"))))
            .because("it can be used alone, without JUnit, Docker, Kubernetes and Maven");

    @ArchTest
    static final ArchRule onlyTheModuleForSparkNeedsSpark = noClasses()
            .that()
            .resideOutsideOfPackage("io.kguard.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

    /** It replays, so it needs no framework and no sensor. */
    @ArchTest
    static final ArchRule sparkNeedsTheEngineHalfAlone = noClasses()
            .that()
            .resideInAPackage("io.kguard.spark..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "belong to other rooms of kguard",
                    type -> type.getPackageName().startsWith("io.kguard.")
                            && !PackageMatchers.of(Rooms.engineHalf()).test(type.getPackageName())
                            && !type.getPackageName().equals("io.kguard.spark")))
            .allowEmptyShould(true);

    @ArchTest
    static void importsPointOneWay(JavaClasses classes) {
        Rooms.all()
                .filter(room -> Rooms.below(room).length > 0)
                .forEach(room -> noClasses()
                        .that()
                        .resideInAPackage(Rooms.packagesOf(room))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(Rooms.below(room))
                        .allowEmptyShould(true)
                        .check(classes));
    }

    @ArchTest
    static void theScanSawTheCode(JavaClasses classes) {
        assertThat(classes).hasSizeGreaterThan(CLASSES_AT_LEAST);
    }
}
