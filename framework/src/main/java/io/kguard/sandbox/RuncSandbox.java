package io.kguard.sandbox;

import io.fabric8.kubernetes.api.model.Pod;

/** Runs pods with runc. */
final class RuncSandbox implements Sandbox {
    private final SandboxOptions options;

    private RuncSandbox(SandboxOptions options) {
        this.options = options;
    }

    static RuncSandbox open(SandboxOptions options) {
        return new RuncSandbox(options);
    }

    @Override
    public ContainerRuntime runtime() {
        return ContainerRuntime.RUNC;
    }

    @Override
    public PodSetup setup() {
        return options.setup();
    }

    @Override
    public PodSandbox start(Pod pod, PodSetup setup, PodListener listener) {
        throw new SandboxException(SandboxException.Reason.NOT_SUPPORTED, "pods can't be started yet");
    }

    @Override
    public void close() {}
}
