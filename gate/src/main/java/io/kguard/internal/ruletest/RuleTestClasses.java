// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the classes of rule tests are.
 *
 * @param folders the folders of classes; they need not exist
 * @param classPath where their superclasses are
 */
public record RuleTestClasses(List<Path> folders, List<Path> classPath) {
    /** There are none. */
    public static final RuleTestClasses NONE = new RuleTestClasses(List.of(), List.of());

    public RuleTestClasses {
        folders = List.copyOf(folders);
        classPath = List.copyOf(classPath);
    }

    /** The classes of a folder. */
    public RuleTestClasses(Path folder, List<Path> classPath) {
        this(List.of(folder), classPath);
    }
}
