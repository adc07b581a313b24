// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the bytecode says of the modules.
 *
 * @param rooms the rooms of each module
 * @param imports by each module and by each module that it imports: the types that it names
 */
record ModuleImports(Map<String, Set<String>> rooms, Map<String, Map<String, Set<String>>> imports) {
    /** Built and scanned with a profile alone; the page must be the same without it. */
    private static final String OF_A_PROFILE = "spark";

    static ModuleImports of(JavaClasses classes) {
        ModuleImports found = new ModuleImports(new TreeMap<>(), new TreeMap<>());
        for (JavaClass type : classes) {
            String module = SourceFiles.module(SourceFiles.top(type));
            if (!module.equals(OF_A_PROFILE)) {
                found.add(module, type);
            }
        }
        return found;
    }

    private void add(String module, JavaClass type) {
        rooms.computeIfAbsent(module, name -> new TreeSet<>()).add(Rooms.of(type));
        Map<String, Set<String>> imported = imports.computeIfAbsent(module, name -> new TreeMap<>());
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (target.getPackageName().startsWith("io.kguard.")) {
                String name = SourceFiles.top(target);
                String of = SourceFiles.module(name);
                if (!of.equals(module)) {
                    imported.computeIfAbsent(of, key -> new TreeSet<>()).add(name);
                }
            }
        }
    }

    /** Whether a module imports another, itself or over others. */
    boolean reaches(String from, String to) {
        Map<String, Set<String>> imported = imports.getOrDefault(from, Map.of());
        return imported.containsKey(to) || imported.keySet().stream().anyMatch(next -> reaches(next, to));
    }

    /** Whether no module between two leads from one to the other as well. */
    boolean isShortest(String from, String to) {
        return imports.getOrDefault(from, Map.of()).keySet().stream().noneMatch(next -> reaches(next, to));
    }
}
