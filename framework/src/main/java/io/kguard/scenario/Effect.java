// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Something that an act leaves behind. It is looked for from outside the container, so that the look causes no event.
 */
@API(status = API.Status.STABLE)
public sealed interface Effect {
    /** Where it is written. */
    Origin origin();

    /** Calls the method that is for this kind of effect. */
    void accept(Visitor visitor);

    /** What is done with each kind of effect. A new kind adds a method here, so that nobody forgets it. */
    interface Visitor {
        /** A file of a container. */
        void visit(FileExists effect);

        /** An object of the cluster. */
        void visit(ObjectExists effect);

        /** A pod that is gone. */
        void visit(PodGone effect);
    }

    /**
     * A file of a container.
     *
     * @param pod the pod's name
     * @param container the container's name; null is the pod's first
     * @param path absolute, as the container sees it
     * @param contains text that must be in it; null if it must only exist
     * @param origin where it is written
     */
    record FileExists(
            String pod,
            @Nullable String container,
            String path,
            @Nullable String contains,
            Origin origin) implements Effect {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "file " + path + " in " + pod + (contains == null ? "" : " contains \"" + contains + "\"");
        }
    }

    /**
     * An object of the cluster, as the API server has it.
     *
     * @param apiVersion such as {@code v1}
     * @param kind such as {@code Node}
     * @param namespace empty for objects that live in none
     * @param name its name
     * @param fields what it must have: maps, lists, texts, numbers and booleans, as in a manifest. A map must have these
     *     entries and may have others
     * @param origin where it is written
     */
    record ObjectExists(
            String apiVersion,
            String kind,
            String namespace,
            String name,
            Map<String, @Nullable Object> fields,
            Origin origin)
            implements Effect {
        /** Copies the map. */
        public ObjectExists {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name
                    + (fields.isEmpty() ? "" : " has " + fields);
        }
    }

    /**
     * A pod that was there is gone: the API server has it no more, and its containers' processes have ended.
     *
     * @param pod the pod's name
     * @param origin where it is written
     */
    record PodGone(String pod, Origin origin) implements Effect {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "pod " + pod + " is gone";
        }
    }
}
