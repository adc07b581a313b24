// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.assertion.AlertAssert;
import io.kguard.assertion.DetectionsAssert;
import io.kguard.capture.EventBuilder;
import io.kguard.capture.WrittenProcess;
import io.kguard.capture.WrittenProgram;
import io.kguard.junit.KGuard;
import io.kguard.junit.RuleTest;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference names every member of the annotations with its default, and every assertion and method of written events. */
class JavaReferenceTest {
    private static final ReferencePage REFERENCE = ReferencePage.read("rule-tests.md");
    private static final ReferencePage EVENTS = ReferencePage.read("written-events.md");

    @Test
    void everyMemberOfTheAnnotationsHasItsDefault() throws NoSuchMethodException {
        for (Class<?> annotation : List.of(KGuard.class, RuleTest.class)) {
            String heading = "@" + annotation.getSimpleName();
            assertThat(REFERENCE.names(heading)).isEqualTo(methods(annotation));
            for (List<String> row : REFERENCE.rows(heading)) {
                Method member = annotation.getMethod(row.get(0).replace("`", ""));
                assertThat(row.get(2)).as(heading + " " + row.get(0)).isEqualTo(initial(member));
            }
        }
    }

    /** As the class file of a rule test is read: by the name of the annotation. */
    @Test
    void everySourceOfEventsIsThere() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../framework/src/main/java/io/kguard/junit"))) {
            Set<String> sources = files.map(
                            file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> name.endsWith("Source") && !name.equals("RuleTestSource"))
                    .map(name -> "@" + name)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(REFERENCE.names("Sources of events")).isEqualTo(sources);
        }
    }

    @Test
    void everyAssertionIsThere() {
        Set<String> assertions = methods(DetectionsAssert.class);
        assertions.addAll(methods(AlertAssert.class));

        assertThat(REFERENCE.names("Assertions")).isEqualTo(assertions);
    }

    @Test
    void everyMethodOfWrittenEventsIsThere() {
        assertThat(EVENTS.names("Methods of the builder")).isEqualTo(methods(EventBuilder.class));
        assertThat(inAllCells("Methods of a process")).isEqualTo(methods(WrittenProcess.class));
        assertThat(inAllCells("Methods of a program")).isEqualTo(methods(WrittenProgram.class));
    }

    private static Set<String> inAllCells(String heading) {
        Set<String> names = new TreeSet<>();
        EVENTS.rows(heading).forEach(row -> names.addAll(ReferencePage.names(row)));
        return names;
    }

    private static Set<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !method.isAnnotationPresent(Deprecated.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String initial(Method member) {
        Object value = member.getDefaultValue();
        if (value == null) {
            return "required";
        }
        boolean none = value.equals("") || (value.getClass().isArray() && Array.getLength(value) == 0);
        if (none) {
            return "none";
        }
        return "`" + (value instanceof Enum<?> constant ? constant.name() : value) + "`";
    }
}
