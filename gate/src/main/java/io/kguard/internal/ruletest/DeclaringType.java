// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A class or interface in a class file.
 *
 * @param name its name
 * @param isHeir whether it runs the rule tests that it inherits: a class of the folder that is not abstract
 * @param above the names of its superclass and interfaces
 * @param tests the rule tests that it declares itself
 */
record DeclaringType(String name, boolean isHeir, List<String> above, List<DeclaredRuleTest> tests) {
    DeclaringType {
        above = List.copyOf(above);
        tests = List.copyOf(tests);
    }

    /** The inherited rule tests that it does not override. A test that JUnit can't run is not inherited. */
    List<DeclaredRuleTest> inherited(Map<String, DeclaringType> types) {
        List<DeclaredRuleTest> inherited = new ArrayList<>();
        Set<String> signatures = new HashSet<>();
        tests.forEach(test -> signatures.add(test.signature()));
        Set<String> seen = new HashSet<>();
        Deque<String> left = new ArrayDeque<>(above);
        for (String next = left.poll(); next != null; next = left.poll()) {
            DeclaringType type = seen.add(next) ? types.get(next) : null;
            if (type != null) {
                type.tests().stream()
                        .filter(test -> test.obstacle().isEmpty() && signatures.add(test.signature()))
                        .forEach(inherited::add);
                left.addAll(type.above());
            }
        }
        return inherited;
    }
}
