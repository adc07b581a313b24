// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.internal.machine.KubernetesObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields {@code k8smeta.*}: the pod of the event's thread and the objects that the pod belongs to. Only events of the
 * plugin report them.
 *
 * <p>Source: Falco's plugin {@code k8smeta}, 0.4.1.
 */
final class K8smetaFields {
    private K8smetaFields() {}

    static void addTo(Bindings bindings) {
        ofPod(bindings, "k8smeta.pod.name", KubernetesObject::name);
        ofPod(bindings, "k8smeta.pod.uid", KubernetesObject::uid);
        ofPod(bindings, "k8smeta.pod.ip", KubernetesObject::ip);
        bindings.argued("k8smeta.pod.label", key -> Loader.text(context -> text(pod(context), pod -> pod.label(key))));
        bindings.value("k8smeta.pod.labels", context -> labels(context, pod(context)));
        // the plugin takes the name of the namespace from the pod
        ofPod(bindings, "k8smeta.ns.name", KubernetesObject::namespace);
        related(bindings, "k8smeta.ns", KubernetesObject.Kind.NAMESPACE);
        owner(bindings, "k8smeta.deployment", KubernetesObject.Kind.DEPLOYMENT);
        owner(bindings, "k8smeta.rs", KubernetesObject.Kind.REPLICA_SET);
        owner(bindings, "k8smeta.rc", KubernetesObject.Kind.REPLICATION_CONTROLLER);
        services(bindings);
    }

    private static void ofPod(Bindings bindings, String name, Function<KubernetesObject, @Nullable String> source) {
        bindings.text(name, context -> text(pod(context), source));
    }

    private static void owner(Bindings bindings, String prefix, KubernetesObject.Kind kind) {
        bindings.text(prefix + ".name", context -> text(first(context, kind), KubernetesObject::name));
        related(bindings, prefix, kind);
    }

    /** What fields say of the one object of a kind that the pod belongs to. */
    private static void related(Bindings bindings, String prefix, KubernetesObject.Kind kind) {
        bindings.text(prefix + ".uid", context -> {
            List<String> uids = references(context, kind);
            return uids.isEmpty() ? null : uids.get(0);
        });
        bindings.argued(
                prefix + ".label",
                key -> Loader.text(context -> text(first(context, kind), object -> object.label(key))));
        bindings.value(prefix + ".labels", context -> labels(context, first(context, kind)));
    }

    private static void services(Bindings bindings) {
        bindings.value("k8smeta.svc.uid", context -> {
            ListValue list = context.list().clear();
            List<String> uids = references(context, KubernetesObject.Kind.SERVICE);
            for (int i = 0; i < uids.size(); i++) {
                list.add(uids.get(i));
            }
            return list.size() > 0;
        });
        eachService(bindings, "k8smeta.svc.name", KubernetesObject::name);
        bindings.argued("k8smeta.svc.label", key -> {
            Function<KubernetesObject, @Nullable String> label = service -> service.label(key);
            return context -> eachService(context, label);
        });
        bindings.value("k8smeta.svc.labels", context -> {
            ListValue list = context.list().clear();
            List<String> uids = references(context, KubernetesObject.Kind.SERVICE);
            for (int i = 0; i < uids.size(); i++) {
                addLabels(list, object(context, KubernetesObject.Kind.SERVICE, uids.get(i)));
            }
            return list.size() > 0;
        });
    }

    private static void eachService(
            Bindings bindings, String name, Function<KubernetesObject, @Nullable String> source) {
        bindings.value(name, context -> eachService(context, source));
    }

    /** Lists a string of each service that is known and has it. */
    private static boolean eachService(EventContext context, Function<KubernetesObject, @Nullable String> source) {
        ListValue list = context.list().clear();
        List<String> uids = references(context, KubernetesObject.Kind.SERVICE);
        for (int i = 0; i < uids.size(); i++) {
            String text = text(object(context, KubernetesObject.Kind.SERVICE, uids.get(i)), source);
            if (text != null) {
                list.add(text);
            }
        }
        return list.size() > 0;
    }

    private static boolean labels(EventContext context, @Nullable KubernetesObject object) {
        ListValue list = context.list().clear();
        addLabels(list, object);
        return list.size() > 0;
    }

    private static void addLabels(ListValue list, @Nullable KubernetesObject object) {
        if (object != null) {
            List<KubernetesObject.Label> labels = object.labels();
            for (int i = 0; i < labels.size(); i++) {
                list.add(labels.get(i).text());
            }
        }
    }

    private static @Nullable String text(
            @Nullable KubernetesObject object, Function<KubernetesObject, @Nullable String> source) {
        return object == null ? null : source.apply(object);
    }

    /** The pod; null if no thread made the event. */
    private static @Nullable KubernetesObject pod(EventContext context) {
        return context.event().tid() > 0 ? context.machine().pod() : null;
    }

    private static List<String> references(EventContext context, KubernetesObject.Kind kind) {
        KubernetesObject pod = pod(context);
        return pod == null ? List.of() : pod.references(kind);
    }

    private static @Nullable KubernetesObject first(EventContext context, KubernetesObject.Kind kind) {
        List<String> uids = references(context, kind);
        return uids.isEmpty() ? null : object(context, kind, uids.get(0));
    }

    private static @Nullable KubernetesObject object(EventContext context, KubernetesObject.Kind kind, String uid) {
        return context.machine().kubernetesObject(kind, uid);
    }
}
