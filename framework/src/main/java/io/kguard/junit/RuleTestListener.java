// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.RuleTestEvent;
import io.kguard.verdict.RuleTestEvent.End;
import io.kguard.verdict.RuleTestLog;
import io.kguard.verdict.UntrustedException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Logs which tests JUnit planned and how they ended. */
final class RuleTestListener implements TestExecutionListener {
    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .filter(TestIdentifier::isTest)
                .forEach(RuleTestListener::plan);
    }

    @Override
    public void dynamicTestRegistered(TestIdentifier test) {
        if (test.isTest()) {
            plan(test);
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        RuleTestLog.append(new RuleTestEvent.Started(test.getUniqueId()));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        RuleTestLog.append(new RuleTestEvent.Ended(test.getUniqueId(), name(test), End.SKIPPED, reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        End how = End.valueOf(result.getStatus().name());
        String message = result.getThrowable()
                .map(thrown -> message(thrown, className(test)))
                .orElse("");
        RuleTestLog.append(new RuleTestEvent.Ended(test.getUniqueId(), name(test), how, message));
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        RuleTestLog.append(new RuleTestEvent.Finished());
    }

    private static void plan(TestIdentifier identifier) {
        Optional<Method> method = method(identifier);
        CheckResult check = method.flatMap(RuleTestAnnotation::find)
                .map(test -> RuleTestEvent.unjudged(
                        name(identifier), test.sourceName(), test.origin(), test.expectation(TestValues.NONE)))
                .orElseGet(
                        () -> RuleTestEvent.unjudged(name(identifier), "", EventOrigin.WRITTEN, Expectation.fires("")));
        Set<String> methods = new HashSet<>();
        method.ifPresent(found -> addInherited(methods, className(identifier), found));
        RuleTestLog.append(new RuleTestEvent.Planned(identifier.getUniqueId(), check, methods));
    }

    private static Optional<Method> method(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(MethodSource::getJavaMethod);
    }

    /** Whether a test is among some methods; true for what is no method. */
    static boolean isChosen(TestSource source, Set<String> chosen) {
        if (!(source instanceof MethodSource method)) {
            return true;
        }
        Set<String> methods = new HashSet<>();
        addInherited(methods, method.getClassName(), method.getJavaMethod());
        methods.retainAll(chosen);
        return !methods.isEmpty();
    }

    /**
     * Adds the method under the name of each type that the test class is or inherits from. One of them declares the
     * rule test.
     */
    private static void addInherited(Set<String> methods, String className, Method method) {
        String signature = method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getName)
                        .collect(Collectors.joining(",", "(", ")"));
        for (Class<?> type = testClass(className, method); type != null; type = type.getSuperclass()) {
            addInterfaces(methods, type, signature);
        }
    }

    private static void addInterfaces(Set<String> methods, Class<?> type, String signature) {
        methods.add(type.getName() + "." + signature);
        for (Class<?> above : type.getInterfaces()) {
            addInterfaces(methods, above, signature);
        }
    }

    private static Class<?> testClass(String name, Method method) {
        try {
            return Class.forName(name, false, method.getDeclaringClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            return method.getDeclaringClass();
        }
    }

    private static String className(TestIdentifier test) {
        TestSource source = test.getSource().orElse(null);
        if (source instanceof MethodSource method) {
            return method.getClassName();
        }
        return source instanceof ClassSource type ? type.getClassName() : "";
    }

    /** {@code package.Class.method}, with a suffix if one method runs several times. */
    private static String name(TestIdentifier test) {
        TestSource source = test.getSource().orElse(null);
        if (source instanceof MethodSource method) {
            String name = method.getClassName() + "." + method.getMethodName();
            String legacy = test.getLegacyReportingName();
            boolean ofItself = legacy.startsWith(method.getMethodName() + "(") && legacy.endsWith(")");
            return ofItself ? name : name + " " + test.getDisplayName();
        }
        return source instanceof ClassSource type ? type.getClassName() : test.getDisplayName();
    }

    /** The exception, and where in the test it was thrown. Errors by kguard and JUnit need no location. */
    private static String message(Throwable thrown, String className) {
        boolean told = thrown instanceof UntrustedException || thrown instanceof JUnitException;
        StringBuilder text = new StringBuilder(told ? String.valueOf(thrown.getMessage()) : thrown.toString());
        for (Throwable cause = thrown.getCause(); cause != null && !told; cause = cause.getCause()) {
            text.append("\n  caused by ").append(cause);
        }
        Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().equals(className))
                .findFirst()
                .ifPresent(frame -> text.append("\n  at ").append(frame));
        return text.toString();
    }
}
