// SPDX-License-Identifier: Apache-2.0
/** YAML as Falco's parser reads it, yaml-cpp, character by character: what that reads loads, what that refuses does not. */
@NullMarked
package io.kguard.internal.rule.yaml;

import org.jspecify.annotations.NullMarked;
