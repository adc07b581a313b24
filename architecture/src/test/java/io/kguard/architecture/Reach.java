// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an entry has in reach: the types of ours that it may load, and the libraries that these name.
 *
 * @param types ours
 * @param libraries their names, without versions
 */
record Reach(Set<JavaClass> types, Set<String> libraries) {
    private static final Pattern JAR = Pattern.compile(".*/([^/!]+?)-\\d[^/!]*\\.jar!.*");

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
        return files().stream().mapToLong(SourceFiles::lines).sum();
    }
}
