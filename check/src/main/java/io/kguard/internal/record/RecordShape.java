// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record is made of.
 *
 * @param type its class
 * @param kind its simple name if it is of a sealed interface; else empty
 * @param components its components, in order
 * @param constructor makes one of all components
 */
record RecordShape(Class<?> type, String kind, List<RecordComponent> components, Constructor<?> constructor) {
    /** The member that names the kind. */
    static final String KIND = "kind";

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return RecordShape.find(type);
        }
    };

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static RecordShape find(Class<?> type) {
        List<RecordComponent> components = List.of(type.getRecordComponents());
        String kind = Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed) ? type.getSimpleName() : "";
        if (!kind.isEmpty()
                && components.stream().anyMatch(component -> component.getName().equals(KIND))) {
            throw new IllegalArgumentException(type.getName() + " has a component that is named as its kind is");
        }
        components.forEach(component -> component.getAccessor().setAccessible(true));
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return new RecordShape(type, kind, components, constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of a component. */
    static @Nullable Object value(RecordComponent component, Object owner) {
        Method accessor = component.getAccessor();
        try {
            return accessor.invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A record.
     *
     * @throws IllegalArgumentException if it refuses a value
     */
    Object make(@Nullable Object... values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw new RecordException(
                    "",
                    type.getSimpleName() + " can't have these values: "
                            + (cause == null ? "" : String.valueOf(cause.getMessage())),
                    cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
