// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.apiguardian.api.API.Status.INTERNAL;
import static org.apiguardian.api.API.Status.STABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Every public type says for whom it is. */
@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class ApiTest {
    /** Users call goals by name, and benchmarks not at all. */
    private static final String NO_LIBRARY = "io\\.kguard\\.(plugin|cli|benchmark|spark)";

    private static final String INTERNAL_ROOMS = "io\\.kguard\\.internal\\..*";
    private static final int TYPES_AT_MOST = 96;

    @ArchTest
    static void everyPublicTypeIsForUsersOrInternal(JavaClasses classes) {
        assertThat(publicTypes(classes))
                .filteredOn(type -> !type.getPackageName().matches(INTERNAL_ROOMS))
                .filteredOn(type -> !type.isAnnotatedWith(API.class))
                .as("public types outside io.kguard.internal that do not say by @API whom they are for")
                .isEmpty();
    }

    @ArchTest
    static void whatIsInternalAsAWholeHasNoMarks(JavaClasses classes) {
        assertThat(publicTypes(classes))
                .filteredOn(type -> type.getPackageName().matches(INTERNAL_ROOMS))
                .filteredOn(type -> type.isAnnotatedWith(API.class))
                .isEmpty();
    }

    @ArchTest
    static void marksAreOfThreeKinds(JavaClasses classes) {
        assertThat(classes)
                .filteredOn(type -> type.isAnnotatedWith(API.class))
                .allSatisfy(type -> assertThat(status(type)).isIn(STABLE, EXPERIMENTAL, INTERNAL));
        assertThat(publicTypes(classes).stream().filter(ApiTest::isForUsers)).hasSizeLessThan(TYPES_AT_MOST);
    }

    @ArchTest
    static void whatWillStayShowsNothingInternal(JavaClasses classes) {
        List<String> shown = new ArrayList<>();
        classes.stream()
                .filter(type -> type.isAnnotatedWith(API.class) && status(type) == STABLE)
                .forEach(type -> type.getCodeUnits().stream()
                        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                        .forEach(unit -> typesOf(unit)
                                .filter(used -> used.getPackageName().startsWith("io.kguard") && !isForUsers(used))
                                .forEach(used -> shown.add(unit.getFullName() + " shows " + used.getName()))));
        assertThat(shown).isEmpty();
    }

    private static Stream<JavaClass> typesOf(JavaCodeUnit unit) {
        return Stream.concat(
                unit.getReturnType().getAllInvolvedRawTypes().stream(),
                unit.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()));
    }

    private static boolean isForUsers(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.isAnnotatedWith(API.class) && status(outermost) != INTERNAL;
    }

    private static Status status(JavaClass type) {
        return type.getAnnotationOfType(API.class).status();
    }

    private static List<JavaClass> publicTypes(JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getPackageName().matches(NO_LIBRARY))
                .toList();
    }
}
