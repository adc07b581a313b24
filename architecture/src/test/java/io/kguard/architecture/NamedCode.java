// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Code as a page names it: {@code scenario.Step.Exec} and {@code scenario.StepReader.steps}.
 *
 * @param name as on the page
 * @param type the name of the class in bytecode
 * @param method empty if the page names a class alone
 */
record NamedCode(String name, String type, String method) {
    private static final Pattern NAME =
            Pattern.compile("(?:io\\.kguard\\.)?((?:[a-z0-9]+\\.)+)([A-Z]\\w*(?:\\.[A-Z]\\w*)*)(?:\\.([a-z]\\w*))?");

    /** Empty for what is no class with its room before it. */
    static Optional<NamedCode> of(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String type = "io.kguard." + matcher.group(1) + matcher.group(2).replace('.', '$');
        return Optional.of(new NamedCode(name, type, matcher.group(3) == null ? "" : matcher.group(3)));
    }

    /** The methods of that name, or the constructors if it names a class alone; empty if there are none. */
    Set<JavaCodeUnit> in(JavaClasses classes) {
        if (!classes.contain(type)) {
            return Set.of();
        }
        JavaClass found = classes.get(type);
        return found.getCodeUnits().stream()
                .filter(unit ->
                        method.isEmpty() ? unit.isConstructor() : unit.getName().equals(method))
                .collect(Collectors.toSet());
    }

    /** Whether it is there. */
    boolean isIn(JavaClasses classes) {
        return method.isEmpty() ? classes.contain(type) : !in(classes).isEmpty();
    }
}
