// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.capture.EventBuilder;
import io.kguard.event.FalcoVersion;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A method of a test class that writes the events of a rule test. kguard passes it the builder. So the events are of
 * the right Falco version, and no events of another builder can be forgotten.
 *
 * @param type the test class
 * @param method the method
 * @param values what it is passed besides the builder
 */
record WritingMethod(Class<?> type, Method method, List<String> values) {
    /**
     * Finds a method by name in a class or its superclasses, or else in an enclosing class. A rule test may have the same
     * name.
     *
     * @param values the values that it takes, by their names
     */
    static WritingMethod find(Class<?> type, String name, Map<String, String> values) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            List<Method> methods = ReflectionSupport.findMethods(
                    at,
                    method -> method.getName().equals(name)
                            && RuleTestAnnotation.find(method).isEmpty(),
                    HierarchyTraversalMode.BOTTOM_UP);
            if (!methods.isEmpty()) {
                return only(at, name, methods, values);
            }
        }
        throw mistake(type, name, "the class has no method of that name");
    }

    private static WritingMethod only(Class<?> type, String name, List<Method> methods, Map<String, String> values) {
        if (methods.size() > 1) {
            throw mistake(type, name, "the class has " + methods.size() + " methods of that name");
        }
        Method method = methods.get(0);
        if (!Modifier.isStatic(method.getModifiers())) {
            throw mistake(type, name, "the method is not static");
        }
        List<Class<?>> parameters = new ArrayList<>(List.of(EventBuilder.class));
        values.forEach((value, text) -> parameters.add(String.class));
        if (!List.of(method.getParameterTypes()).equals(parameters)) {
            throw mistake(
                    type,
                    name,
                    values.isEmpty()
                            ? "its only parameter must be an EventBuilder"
                            : "its parameters must be an EventBuilder and a String for each of "
                                    + String.join(", ", values.keySet()));
        }
        if (method.getReturnType() != void.class) {
            throw mistake(type, name, "it must return void, because it writes to the builder that it gets");
        }
        return new WritingMethod(type, method, List.copyOf(values.values()));
    }

    /** Calls the method. */
    EventBuilder write(FalcoVersion version) {
        EventBuilder events = new EventBuilder(version);
        try {
            ReflectionSupport.invokeMethod(
                    method,
                    null,
                    Stream.concat(Stream.of(events), values.stream()).toArray());
        } catch (Exception | AssertionError e) {
            throw new ExtensionConfigurationException(this + ", which writes the events, threw " + e, e);
        }
        return events;
    }

    private static ExtensionConfigurationException mistake(Class<?> type, String name, String what) {
        return new ExtensionConfigurationException(
                "@EventMethodSource(\"" + name + "\") must name a method static void " + name
                        + "(EventBuilder events) of " + type.getSimpleName() + ": " + what);
    }

    @Override
    public String toString() {
        return type.getSimpleName() + "." + method.getName();
    }
}
