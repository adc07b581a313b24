// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.internal.sandbox;

import org.jspecify.annotations.NullMarked;
