package io.kguard.capture;

/** A pod in events written in a test. */
public final class WrittenPod {
    private final EventBuilder events;
    private final String name;
    private final String namespace;

    WrittenPod(EventBuilder events, String name, String namespace) {
        this.events = events;
        this.name = name;
        this.namespace = namespace;
    }

    /** A container of the pod, run by containerd. */
    public WrittenContainer container(String containerName, String image) {
        return events.container(name, namespace, containerName, image);
    }
}
