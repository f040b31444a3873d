"""What the letters of an experiment code stand for: the words and the network of version 1, as they once were.

Codes on paper must mean tomorrow what they mean today. So words are only ever added at the end of their tuple, none
moves or goes, and `BASE` never changes, whatever becomes of the defaults of an experiment. A word that stands in no
tuple is spelled out in the code, which makes it longer and nothing else: who adds an initialiser need not look here.
"""

from __future__ import annotations

from sim.layer_starts import LayerStarts

VERSION = 1

#: What both experiments are where the code says nothing.
BASE: dict[str, object] = {
    "depth": 12, "width": 32, "activation": "relu", "init": "he_normal", "bias_init": "zeros", "gain": 1.0,
    "residual": False, "normalization": "none", "task": "circles", "samples": 256, "batch_size": None,
    "optimizer": "sgd", "learning_rate": 0.05, "warmup_steps": 0, "clip_norm": None, "clip_value": None,
    "weight_decay": 0.0, "steps": 200, "precision": "float64", "seeds": 8, "seed": 0,
    "branch_scale": "constant", "normalization_position": "inside", "affine": "none", "test_samples": 0,
    "layers": LayerStarts(), "parametrization": "standard", "base_width": 32,
}  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIELDS = _words("""
    depth width activation init bias_init gain residual normalization task samples batch_size optimizer
    learning_rate warmup_steps clip_norm clip_value weight_decay steps precision seeds seed
    branch_scale normalization_position affine test_samples layers parametrization base_width
""")

#: Words that stand for a field's value.
WORDS = {
    "activation": _words("""
        identity tanh sigmoid relu leaky_relu relu6 hard_tanh hard_sigmoid elu selu gelu gelu_tanh silu mish softplus
        softsign erf linear logistic hardtanh hardsigmoid gelu_approximate swish
    """),
    "init": _words("""
        zeros ones constant normal uniform truncated_normal xavier_normal xavier_uniform xavier_truncated_normal
        he_normal he_uniform he_truncated_normal lecun_normal lecun_uniform lecun_truncated_normal orthogonal identity
        sparse torch_linear variance_scaling_fan_in_normal variance_scaling_fan_in_truncated_normal
        variance_scaling_fan_in_uniform variance_scaling_fan_out_normal variance_scaling_fan_out_truncated_normal
        variance_scaling_fan_out_uniform variance_scaling_fan_avg_normal variance_scaling_fan_avg_truncated_normal
        variance_scaling_fan_avg_uniform lsuv zero one gaussian random_normal random_uniform trunc_normal
        glorot_normal glorot_uniform keras_dense glorot_truncated_normal kaiming_normal kaiming_uniform
        kaiming_truncated_normal flax_dense eye variance_scaling
    """),
    "bias_init": _words("""
        zeros ones constant normal uniform truncated_normal torch_linear zero keras_dense flax_dense one gaussian
        random_normal random_uniform trunc_normal
    """),
    "parametrization": _words("standard ntk mup"),
    "normalization": _words("none layer batch"),
    "task": _words("signal blobs xor circles moons spiral digits"),
    "optimizer": _words("sgd momentum nesterov adam adamw rmsprop"),
    "precision": _words("float64 float32"),
    "branch_scale": _words("constant inverse_sqrt_depth learned skip_init rezero"),
    "normalization_position": _words("inside pre post"),
    "affine": _words("none learned zero_gamma"),
}

#: What a start of a layer may say.
STARTS = _words("init bias_init gain")

PARAMETERS = _words("""
    std mean low high value slope scale sparsity tolerance alpha momentum beta1 beta2 epsilon start gamma
""")

VIEWS = (
    *_words("error weight_gradient bias_gradient signal histograms loss accuracy symmetry saturation plane units"),
    "phase diagram",
    *_words("weights jacobian rank cosine weight_change"),
)
