// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.apiguardian.api.API.Status.INTERNAL;
import static org.apiguardian.api.API.Status.STABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Every public type says for whom it is. */
@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class ApiTest {
    /** Users call goals by name. */
    private static final String NO_LIBRARY = "io\\.kguard\\.(plugin|cli|spark)";

    private static final String INTERNAL_ROOMS = "io\\.kguard\\.internal\\..*";
    private static final Set<String> OF_THE_CODE =
            Set.of("architecture.md", "security.md", "CONTRIBUTING.md", "CHANGELOG.md");
    /** Kinds of objects that pages name, too. */
    private static final Set<String> OF_KUBERNETES = Set.of("Event");

    private static final Pattern TYPE = Pattern.compile("@?(?:[a-z.]+\\.)?([A-Z]\\w+)(?:[.(].*)?");

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
                .allSatisfy(type -> assertThat(status(type).orElseThrow()).isIn(STABLE, EXPERIMENTAL, INTERNAL));
    }

    @ArchTest
    static void whatWillStayShowsWhatWillStay(JavaClasses classes) {
        assertThat(shown(classes, STABLE, Set.of(STABLE)))
                .as("stable members that show types that may still change; mark the members as what they show")
                .isEmpty();
    }

    @ArchTest
    static void whatIsForUsersShowsNothingInternal(JavaClasses classes) {
        assertThat(shown(classes, EXPERIMENTAL, Set.of(STABLE, EXPERIMENTAL)))
                .as("members for users that show internal types; mark them as internal")
                .isEmpty();
    }

    /** The page about the architecture and the table of what stops attacks are for those who read the code. */
    @ArchTest
    static void whatThePagesOfferIsForUsers(JavaClasses classes) throws IOException {
        Map<String, JavaClass> types = publicTypes(classes).stream()
                .filter(type -> !type.getPackageName().matches(INTERNAL_ROOMS))
                .collect(Collectors.toMap(JavaClass::getSimpleName, Function.identity(), (one, other) -> one));
        List<String> offered = new ArrayList<>();
        int named = 0;
        for (Path page : ReferencePage.all()) {
            if (OF_THE_CODE.contains(page.getFileName().toString())) {
                continue;
            }
            for (String name : ReferencePage.names(
                    ReferencePage.text(page.toString()).lines().toList())) {
                Matcher matcher = TYPE.matcher(name);
                JavaClass type = matcher.matches() ? types.get(matcher.group(1)) : null;
                if (type != null && !OF_KUBERNETES.contains(name)) {
                    named++;
                    if (!isForUsers(type)) {
                        offered.add(page + " names " + name);
                    }
                }
            }
        }
        assertThat(named).isGreaterThan(20);
        assertThat(offered).isEmpty();
    }

    /** What members show that are for the same users as their type, or for other ones as they say themselves. */
    private static List<String> shown(JavaClasses classes, Status of, Set<Status> allowed) {
        List<String> shown = new ArrayList<>();
        for (JavaClass type : classes) {
            if (type.getModifiers().contains(JavaModifier.PUBLIC) && isForUsers(type)) {
                Stream.concat(type.getCodeUnits().stream(), type.getFields().stream())
                        .filter(member -> isSeen(member) && status(member).equals(Optional.of(of)))
                        .forEach(member -> typesOf(member)
                                .filter(used -> used.getPackageName().startsWith("io.kguard")
                                        && status(used)
                                                .filter(allowed::contains)
                                                .isEmpty())
                                .forEach(used -> shown.add(member.getFullName() + " shows " + used.getName())));
            }
        }
        return shown;
    }

    /** Whether users see a member. The constructor of a record shows what its components show, which are seen themselves. */
    private static boolean isSeen(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC)
                && !(member instanceof JavaConstructor && member.getOwner().isRecord());
    }

    private static Optional<Status> status(JavaMember member) {
        return member.isAnnotatedWith(API.class)
                ? Optional.of(member.getAnnotationOfType(API.class).status())
                : status(member.getOwner());
    }

    private static Stream<JavaClass> typesOf(JavaMember member) {
        if (member instanceof JavaField field) {
            return field.getType().getAllInvolvedRawTypes().stream();
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        return Stream.concat(
                unit.getReturnType().getAllInvolvedRawTypes().stream(),
                unit.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()));
    }

    /** For whom a type is: what it says itself, or else the type around it. */
    private static Optional<Status> status(JavaClass type) {
        if (type.isAnnotatedWith(API.class)) {
            return Optional.of(type.getAnnotationOfType(API.class).status());
        }
        return type.getEnclosingClass().flatMap(ApiTest::status);
    }

    static boolean isForUsers(JavaClass type) {
        return status(type).filter(status -> status != INTERNAL).isPresent();
    }

    static List<JavaClass> publicTypes(JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getPackageName().matches(NO_LIBRARY))
                .toList();
    }
}
