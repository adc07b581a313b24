// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.MalformedEventException;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.UserEntry;
import java.util.Map;

/** Events about containers, Kubernetes objects and users instead of a thread's actions. */
final class MetaEvents {
    private static final long PSEUDO_VIRTUAL_ID = -2;

    /** The names of the container plugin's events for new containers, and for those that are gone. */
    private static final String CONTAINER_ADDED = "container";

    private static final String CONTAINER_REMOVED = "container_removed";

    private final Machine machine;

    MetaEvents(Machine machine) {
        this.machine = machine;
    }

    /** Returns whether rules may see the event. */
    boolean apply(Event event) {
        switch (event.code()) {
            case EventCodes.CONTAINER_E, EventCodes.CONTAINER_1_E -> {
                return container(event, parse(event, event.text(0)));
            }
            case EventCodes.CONTAINER_4_E -> {
                return container(
                        event,
                        Container.known(
                                event.text(0),
                                Container.Type.of(event.number(1)),
                                Map.of("name", event.text(2), "image", event.text(3))));
            }
            case EventCodes.ASYNCEVENT_E -> pluginEvent(event);
            case EventCodes.USERADDED_E -> userAdded(event);
            case EventCodes.USERDELETED_E -> machine.users.removeUser(containerId(event, 5), (int) event.number(0));
            case EventCodes.GROUPADDED_E -> groupAdded(event);
            case EventCodes.GROUPDELETED_E -> machine.users.removeGroup(containerId(event, 2), (int) event.number(0));
            default -> {}
        }
        return true;
    }

    /**
     * Falco's container plugin describes containers in its own events, and the plugin {@code k8smeta} the objects of the
     * cluster.
     */
    private void pluginEvent(Event event) {
        if (!machine.hasContainerPlugin()) {
            return;
        }
        switch (event.text(1)) {
            case CONTAINER_ADDED -> {
                added(parse(event, json(event)));
            }
            case CONTAINER_REMOVED -> {
                Container container = parse(event, json(event));
                machine.containers.remove(container.id());
                machine.tellOf(container);
            }
            case KubernetesEvent.NAME -> kubernetes(event);
            default -> {}
        }
    }

    private void kubernetes(Event event) {
        try {
            KubernetesEvent.apply(json(event), machine.kubernetes);
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException(event + " is no event of the plugin k8smeta: " + e.getMessage());
        }
    }

    private static String json(Event event) {
        String json = event.bytes(2);
        return json.endsWith("\0") ? json.substring(0, json.length() - 1) : json;
    }

    private static Container parse(Event event, String json) {
        try {
            return Container.parse(json);
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException(event + ": " + e.getMessage());
        }
    }

    /** The plugin takes every word about a container, and its events have no process. */
    private void added(Container container) {
        machine.containers.put(container);
        machine.tellOf(container);
    }

    private boolean container(Event event, Container container) {
        if (machine.hasContainerPlugin()) {
            added(container);
            return true;
        }
        Container known = machine.containers.get(container.id());
        boolean tied = event.tid() > 0;
        if (!(tied && known != null && known.successful())) {
            machine.containers.put(container);
        }
        machine.thread(pseudoThread(container));
        return container.successful();
    }

    private ThreadInfo pseudoThread(Container container) {
        ThreadInfo thread = new ThreadInfo(machine.threads, -1);
        thread.vtid = PSEUDO_VIRTUAL_ID;
        thread.vpid = PSEUDO_VIRTUAL_ID;
        thread.comm = "container:" + container.id();
        thread.exe = thread.comm;
        thread.setArgs("");
        thread.containerId = container.id();
        return thread;
    }

    private static String containerId(Event event, int index) {
        return event.valueLength(index) <= 1 ? "" : event.text(index);
    }

    /** A container's user is only updated, as Falco does when it reads a capture. */
    private void userAdded(Event event) {
        String container = containerId(event, 5);
        int uid = (int) event.number(0);
        if (container.isEmpty() || machine.users.user(container, uid) != null) {
            machine.users.put(
                    container, new UserEntry(uid, (int) event.number(1), event.text(2), event.text(3), event.text(4)));
        }
    }

    private void groupAdded(Event event) {
        String container = containerId(event, 2);
        int gid = (int) event.number(0);
        if (container.isEmpty() || machine.users.group(container, gid) != null) {
            machine.users.put(container, new GroupEntry(gid, event.text(1)));
        }
    }
}
