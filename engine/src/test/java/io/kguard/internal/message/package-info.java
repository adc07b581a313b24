// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.internal.message;

import org.jspecify.annotations.NullMarked;
