// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.kguard.internal.program.LocalProgram;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class CodingRulesTest {
    /** Public types that are designed for extension; their Javadoc says how. */
    private static final Set<String> MADE_TO_BE_EXTENDED = Set.of(
            // the exceptions of all rooms
            "io.kguard.diagnostic.KguardException",
            // a reader of rules needs nothing that evaluates them; who evaluates has io.kguard.rule.CheckedRule
            "io.kguard.rule.Rule");

    /** Public types of condition, rule, lint and engine that are mutable. */
    private static final Set<String> CHANGES = Set.of(
            // lives for one parse
            "io.kguard.internal.condition.syntax.ConditionParser",
            "io.kguard.internal.condition.syntax.MacroResolver",
            // belongs to one simulation, like the machine it reads
            "io.kguard.internal.condition.Evaluation",
            "io.kguard.internal.condition.Variants",
            "io.kguard.engine.Session",
            // reads one capture
            "io.kguard.engine.Playback");

    /** Programs: they print, and end the JVM that was started for them. */
    private static final Set<String> PROGRAMS = Set.of(
            "io.kguard.junit.RuleTestLauncher",
            "io.kguard.junit.ParentWatch",
            "io.kguard.cli.Launcher",
            "io.kguard.spark.SparkReplay");

    /** Places that wait for time itself and not for a condition. */
    private static final Set<String> SLEEPS = Set.of();

    /** Who says where a program runs. */
    private static final Class<?> STARTS = LocalProgram.class;

    @ArchTest
    static final ArchRule oneClassStartsPrograms = noClasses()
            .that()
            .doNotBelongToAnyOf(STARTS)
            .should()
            .callConstructor(ProcessBuilder.class, List.class)
            .orShould()
            .callConstructor(ProcessBuilder.class, String[].class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class)
            .because(
                    "it runs them in the root folder: a checkout is somebody else's, and some programs read what is in their"
                            + " folder; security.md has the table of programs");

    @ArchTest
    static final ArchRule onlyTheUsersOwnProgramsRunWhereTheUserIs = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.kguard.output.ProgramChannel")
            .should()
            .callMethod(STARTS, "here");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager)")
            .because("such a name fits any code; name what it does in the field's words");

    @ArchTest
    static final ArchRule acronymsAreWords = noClasses()
            .should()
            .haveNameMatching(".*[.$]\\w*[A-Z]{3,}\\w*")
            .because("HttpUrl reads better than HTTPURL");

    @ArchTest
    static final ArchRule publicClassesAreClosed = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and(areNot(MADE_TO_BE_EXTENDED))
            .should(beFinalOrSealed())
            .because("what may be extended is decided, not left open");

    @ArchTest
    static final ArchRule whatRulesAreMadeOfDoesNotChange = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(
                    "io.kguard.internal.condition..", "io.kguard.rule..", "io.kguard.lint..", "io.kguard.engine..")
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(areNot(CHANGES))
            .should()
            .beFinal()
            .because("compiled rules are shared by threads");

    @ArchTest
    static final ArchRule onlyNamedPlacesPrint = noClasses()
            .that(areNot(PROGRAMS))
            .and()
            .resideOutsideOfPackage("io.kguard.plugin..")
            .should(ACCESS_STANDARD_STREAMS)
            .because("goals alone talk to the one who started them");

    @ArchTest
    static final ArchRule nobodyWaitsBySleeping = noClasses()
            .that(areNot(SLEEPS))
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(TimeUnit.class, "sleep", long.class)
            .because("what is waited for has an event of its own: a barrier, an exit, a file descriptor");

    @ArchTest
    static final ArchRule nobodyEndsTheJvm =
            noClasses().that(areNot(PROGRAMS)).should().callMethod(System.class, "exit", int.class);

    @ArchTest
    static void aNameHasOneMeaning(JavaClasses classes) {
        Map<String, Set<String>> packages = new TreeMap<>();
        classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .forEach(type -> packages.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                        .add(type.getPackageName()));
        packages.values().removeIf(places -> places.size() == 1);
        assertThat(packages).as("classes of one name in several packages").isEmpty();
    }

    @ArchTest
    static void packagesSayThatNullIsNamed(JavaClasses classes) {
        classes().should(liveInANullMarkedPackage()).check(classes);
    }

    private static DescribedPredicate<JavaClass> areNot(Set<String> exceptions) {
        return DescribedPredicate.describe(
                "are not excepted", type -> !exceptions.contains(type.getName().replaceFirst("\\$.*", "")));
    }

    private static ArchCondition<JavaClass> beFinalOrSealed() {
        return condition("be final or sealed", type -> type.reflect().isSealed() || isFinal(type));
    }

    private static boolean isFinal(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.FINAL)
                || type.getConstructors().stream()
                        .allMatch(c -> c.getModifiers().contains(JavaModifier.PRIVATE));
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return condition(
                "live in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }

    private static ArchCondition<JavaClass> condition(String description, Predicate<JavaClass> holds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!holds.test(type)) {
                    events.add(SimpleConditionEvent.violated(
                            type,
                            type.getName() + " does not hold to: " + description + " in "
                                    + type.getSourceCodeLocation()));
                }
            }
        };
    }
}
