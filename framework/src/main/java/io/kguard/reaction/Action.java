// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/** One thing that a reaction does, for the pod that the alert names. */
@API(status = API.Status.EXPERIMENTAL)
public sealed interface Action {
    /** What Falco Talon calls it, such as {@code kubernetes:terminate}. */
    String actionner();

    /** Whether the reaction ends with it, although other actions follow. */
    default boolean isLast() {
        return false;
    }

    /**
     * Deletes the pod.
     *
     * @param gracePeriodSeconds how long its containers may take to end
     */
    record Terminate(int gracePeriodSeconds) implements Action {
        @Override
        public String actionner() {
            return "kubernetes:terminate";
        }

        @Override
        public boolean isLast() {
            return true;
        }
    }

    /**
     * Labels the pod or its node.
     *
     * @param level what is labelled
     * @param labels the labels; an empty value removes the label
     */
    record Label(Level level, Map<String, String> labels) implements Action {
        /** What can be labelled. */
        public enum Level {
            POD,
            NODE
        }

        /** Copies the map. */
        public Label {
            labels = Map.copyOf(new LinkedHashMap<>(labels));
        }

        @Override
        public String actionner() {
            return "kubernetes:label";
        }
    }

    /**
     * Makes a network policy that lets the pod, and those with the same labels, send to nowhere else.
     *
     * @param allowCidr the networks it may send to still
     * @param allowNamespaces the namespaces it may send to still
     */
    record NetworkPolicy(List<String> allowCidr, List<String> allowNamespaces) implements Action {
        /** Copies the lists. */
        public NetworkPolicy {
            allowCidr = List.copyOf(allowCidr);
            allowNamespaces = List.copyOf(allowNamespaces);
        }

        @Override
        public String actionner() {
            return "kubernetes:networkpolicy";
        }
    }

    /** Marks the pod's node as one that gets no more pods. */
    record Cordon() implements Action {
        @Override
        public String actionner() {
            return "kubernetes:cordon";
        }
    }
}
