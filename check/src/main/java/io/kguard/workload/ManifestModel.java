// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;

/** The fields of the model of Kubernetes objects, as fabric8 has them. */
@API(status = API.Status.INTERNAL)
public final class ManifestModel {
    private static final String PACKAGE = "io.fabric8.kubernetes.api.model";
    private static final Map<Class<?>, Map<String, Type>> KNOWN = new ConcurrentHashMap<>();

    private ManifestModel() {}

    /** Whether values of a type are objects with fields of their own. */
    public static boolean isObject(Type type) {
        return type instanceof Class<?> model
                && model.getPackageName().startsWith(PACKAGE)
                && !model.isEnum()
                && !model.getSimpleName().equals("Quantity")
                && !model.getSimpleName().equals("IntOrString");
    }

    /** The fields of an object, with the types of their values, from the setters of its class. */
    public static Map<String, Type> fields(Class<?> model) {
        return KNOWN.computeIfAbsent(model, ManifestModel::read);
    }

    private static Map<String, Type> read(Class<?> model) {
        Map<String, Type> fields = new TreeMap<>();
        for (Method method : model.getMethods()) {
            String name = method.getName();
            if (name.length() > 3 && name.startsWith("set") && method.getParameterCount() == 1) {
                fields.put(
                        Character.toLowerCase(name.charAt(3)) + name.substring(4),
                        method.getGenericParameterTypes()[0]);
            }
        }
        fields.remove("additionalProperties");
        return Collections.unmodifiableMap(fields);
    }

    /** The type of the members of a list or of the values of a map; any other type as it is. */
    static Type member(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return arguments[arguments.length - 1];
        }
        return type;
    }
}
