// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks in the bytecode for the way from one method of ours to another. What a lambda does counts for the method that it
 * stands in, and a call of an interface may get to each class that has it.
 */
final class Calls {
    private record Failed(JavaCodeUnit unit, int calls) {}

    private final Predicate<JavaCodeUnit> wanted;
    private final Set<Failed> failed = new HashSet<>();

    private Calls(Predicate<JavaCodeUnit> wanted) {
        this.wanted = wanted;
    }

    /**
     * The first way from one of some methods to a wanted one.
     *
     * @param most the number of calls on it, at most
     * @return the line of each call; empty if there is no way
     */
    static Optional<List<Integer>> way(Collection<JavaCodeUnit> from, Predicate<JavaCodeUnit> wanted, int most) {
        Calls calls = new Calls(wanted);
        return from.stream()
                .map(unit -> calls.way(unit, most))
                .flatMap(Optional::stream)
                .min(Calls::compare);
    }

    /** Which of two ways from the same methods comes first. */
    static int compare(List<Integer> one, List<Integer> other) {
        return Arrays.compare(one.toArray(Integer[]::new), other.toArray(Integer[]::new));
    }

    private Optional<List<Integer>> way(JavaCodeUnit unit, int most) {
        if (most == 0 || failed.contains(new Failed(unit, most))) {
            return Optional.empty();
        }
        List<Integer> first = null;
        for (JavaAccess<?> access : accesses(unit)) {
            int line = access.getLineNumber();
            if (first != null && line > first.get(0)) {
                break;
            }
            Optional<List<Integer>> found = way(access, line, most);
            if (found.isPresent() && (first == null || compare(found.get(), first) < 0)) {
                first = found.get();
            }
        }
        if (first == null) {
            failed.add(new Failed(unit, most));
        }
        return Optional.ofNullable(first);
    }

    private Optional<List<Integer>> way(JavaAccess<?> access, int line, int most) {
        List<JavaCodeUnit> called =
                called((CodeUnitAccessTarget) access.getTarget()).toList();
        if (called.stream().anyMatch(wanted)) {
            return Optional.of(List.of(line));
        }
        return called.stream()
                .map(next -> way(next, most - 1))
                .flatMap(Optional::stream)
                .min(Calls::compare)
                .map(rest -> {
                    List<Integer> whole = new ArrayList<>(List.of(line));
                    whole.addAll(rest);
                    return whole;
                });
    }

    private static List<JavaAccess<?>> accesses(JavaCodeUnit unit) {
        List<JavaAccess<?>> all = new ArrayList<>(unit.getCallsFromSelf());
        all.addAll(unit.getMethodReferencesFromSelf());
        all.addAll(unit.getConstructorReferencesFromSelf());
        all.removeIf(access -> !access.getTargetOwner().getPackageName().startsWith("io.kguard."));
        all.sort(Comparator.comparingInt(JavaAccess::getLineNumber));
        return all;
    }

    private static Stream<JavaCodeUnit> called(CodeUnitAccessTarget target) {
        Stream<JavaCodeUnit> own = target.resolveMember().stream().map(JavaCodeUnit.class::cast);
        if (target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)) {
            return own;
        }
        int parameters = target.getRawParameterTypes().size();
        return Stream.concat(
                own,
                target.getOwner().getAllSubclasses().stream()
                        .map(JavaClass::getMethods)
                        .flatMap(Set::stream)
                        .filter(method -> method.getName().equals(target.getName())
                                && method.getRawParameterTypes().size() == parameters));
    }
}
