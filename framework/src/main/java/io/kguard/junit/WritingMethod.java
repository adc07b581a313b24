// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.capture.EventBuilder;
import io.kguard.event.FalcoVersion;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A method of a test class that writes the events of a rule test. kguard passes it the builder. So the events are of
 * the right Falco version, and no events of another builder can be forgotten.
 *
 * @param type the test class
 * @param method the method
 */
record WritingMethod(Class<?> type, Method method) {
    /**
     * Finds a method by name in a class or its superclasses, or else in an enclosing class. A rule test may have the same
     * name.
     */
    static WritingMethod find(Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            List<Method> methods = ReflectionSupport.findMethods(
                    at,
                    method -> method.getName().equals(name) && !method.isAnnotationPresent(RuleTest.class),
                    HierarchyTraversalMode.BOTTOM_UP);
            if (!methods.isEmpty()) {
                return only(at, name, methods);
            }
        }
        throw mistake(type, name, "the class has no method of that name");
    }

    private static WritingMethod only(Class<?> type, String name, List<Method> methods) {
        if (methods.size() > 1) {
            throw mistake(type, name, "the class has " + methods.size() + " methods of that name");
        }
        Method method = methods.get(0);
        if (!Modifier.isStatic(method.getModifiers())) {
            throw mistake(type, name, "the method is not static");
        }
        if (method.getParameterCount() != 1 || method.getParameterTypes()[0] != EventBuilder.class) {
            throw mistake(type, name, "its only parameter must be an EventBuilder");
        }
        if (method.getReturnType() != void.class) {
            throw mistake(type, name, "it must return void, because it writes to the builder that it gets");
        }
        return new WritingMethod(type, method);
    }

    /** Calls the method. */
    EventBuilder write(FalcoVersion version) {
        EventBuilder events = new EventBuilder(version);
        try {
            ReflectionSupport.invokeMethod(method, null, events);
        } catch (Exception | AssertionError e) {
            throw new ExtensionConfigurationException(this + ", which writes the events, threw " + e, e);
        }
        return events;
    }

    private static ExtensionConfigurationException mistake(Class<?> type, String name, String what) {
        return new ExtensionConfigurationException("written = \"" + name + "\" must name a method static void " + name
                + "(EventBuilder events) of " + type.getSimpleName() + ": " + what);
    }

    @Override
    public String toString() {
        return type.getSimpleName() + "." + method.getName();
    }
}
