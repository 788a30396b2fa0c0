"""The photographs of the sample corpus: where they are, what they show, and under which terms.

What is said here can be seen in the picture or is documented: in the docstrings of `skimage.data`, in the
README beside the pictures of scikit-learn and in its example gallery, and in the change that brought the
portrait into matplotlib. Where a package gives no terms the licence is "unknown". Answers to questions belong
in the articles.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath

SKIMAGE_DOCS = "https://scikit-image.org/docs/stable/api/skimage.data.html"


@dataclass(frozen=True)
class Photograph:
    """A picture file at `path` inside the import package `package`; `tags` are words."""

    package: str
    path: str
    title: str
    caption: str
    tags: str
    license: str
    source_url: str

    @property
    def file(self) -> str:
        """Its place in the corpus folder."""
        return f"pictures/{PurePosixPath(self.path).name}"


def _skimage(
    name: str, title: str, caption: str, tags: str, license_name: str = "unknown", source_url: str = ""
) -> Photograph:
    return Photograph(
        "skimage", f"data/{name}", title, caption, tags, license_name, source_url or SKIMAGE_DOCS
    )


PHOTOGRAPHS = (
    _skimage(
        "astronaut.png",
        "Eileen Collins, NASA portrait",
        "The astronaut Eileen Collins in an orange pressure suit, beside a model of a Space Shuttle.",
        "person woman portrait astronaut spacesuit",
        "public domain (NASA)",
        "https://flic.kr/p/r9qvLn",
    ),
    _skimage(
        "rocket.jpg",
        "Falcon 9 on the launch pad",
        "A Falcon 9 rocket of SpaceX on Launch Complex 40, Cape Canaveral, at dusk.",
        "rocket launch pad night spaceflight",
        "public domain (SpaceX)",
        "https://www.flickr.com/photos/spacexphotos/16511594820/in/photostream/",
    ),
    _skimage(
        "hubble_deep_field.jpg",
        "Hubble eXtreme Deep Field",
        "Galaxies of many colours and shapes on a black sky, taken by the Hubble Space Telescope.",
        "galaxies sky astronomy telescope",
        "public domain (NASA)",
        "http://hubblesite.org/newscenter/archive/releases/2012/37/image/a/",
    ),
    _skimage(
        "moon.png",
        "Surface of the Moon",
        "Craters on a grey plain of the Moon, with low contrast.",
        "moon crater astronomy",
    ),
    _skimage(
        "chelsea.png",
        "Chelsea, a tabby cat",
        "Close view of the face of a tabby cat with green-yellow eyes.",
        "cat animal pet face",
        "CC0-1.0 (Stefan van der Walt)",
    ),
    _skimage(
        "coffee.png",
        "A cup of espresso",
        "Coffee in a red cup with saucer and spoon on a wooden table, courtesy of Pikolo Espresso Bar.",
        "coffee cup spoon drink",
        "CC0-1.0 (Rachel Michetti)",
    ),
    _skimage(
        "coins.png",
        "Greek coins from Pompeii",
        "Four rows of worn coins on a dark ground, Brooklyn Museum.",
        "coins money antiquity museum",
        "no known copyright restrictions (Brooklyn Museum)",
        "https://www.brooklynmuseum.org/opencollection/archives/image/51611",
    ),
    _skimage(
        "retina.jpg",
        "Human retina, left eye",
        "Fundus photograph of a normal left eye: red ground, branching vessels, a pale disc and a dark spot.",
        "eye retina medicine fundus",
        "CC0-1.0 (Mikael Häggström)",
        "https://commons.wikimedia.org/wiki/File:Fundus_photograph_of_normal_left_eye.jpg",
    ),
    _skimage(
        "microaneurysms.png",
        "Retina with microaneurysms",
        "A small grey detail of a retina, green channel, from the High-Resolution Fundus Image Database.",
        "eye retina medicine lesion",
        "CC0-1.0 (Andreas Maier)",
        "https://www5.cs.fau.de/research/data/fundus-images/",
    ),
    _skimage(
        "motorcycle_left.png",
        "Motorcycle, left camera",
        "A red motorcycle in a garage: the left picture of a stereo pair from the Middlebury benchmark.",
        "motorcycle vehicle garage stereo",
        source_url="http://vision.middlebury.edu/stereo/data/scenes2014/",
    ),
    _skimage(
        "motorcycle_right.png",
        "Motorcycle, right camera",
        "A red motorcycle in a garage: the right picture of a stereo pair from the Middlebury benchmark.",
        "motorcycle vehicle garage stereo",
        source_url="http://vision.middlebury.edu/stereo/data/scenes2014/",
    ),
    _skimage(
        "camera.png",
        "Man with a camera",
        "A man in a dark coat looks through a camera on a tripod, with a lawn and buildings behind him.",
        "person man camera tripod",
        "CC0-1.0 (Lav Varshney)",
    ),
    _skimage(
        "cell.png",
        "A cell floating in saline",
        "Quantitative phase image of a round, bright cell, computed from a digital hologram.",
        "cell microscopy phase",
        "CC0-1.0",
        "https://doi.org/10.1364/OE.26.010729",
    ),
    _skimage(
        "ihc.png",
        "Stained glands of the colon",
        "Immunohistochemical staining of colonic glands: brown glands among blue nuclei.",
        "tissue microscopy stain medicine",
        "no known copyright restrictions (Center for Microscopy and Molecular Imaging)",
    ),
    _skimage(
        "brick.png",
        "Brick wall",
        "A small section of a brick wall, turned on its side.",
        "brick wall texture",
        "CC0-1.0",
        "https://cc0textures.com/view.php?tex=Bricks25",
    ),
    _skimage(
        "grass.png",
        "Grass",
        "Blades of grass, seen from above.",
        "grass plant texture",
        "CC0-1.0",
        "https://www.deviantart.com/linolafett/art/Grass-01-434853879",
    ),
    _skimage(
        "gravel.png",
        "Gravel",
        "Broken stones, seen from above.",
        "gravel stone texture",
        "CC0-1.0",
        "https://cc0textures.com/view.php?tex=Gravel04",
    ),
    _skimage(
        "clock_motion.png",
        "A wall clock, blurred by motion",
        "A wall clock photographed while the camera moved sideways.",
        "clock blur motion",
        "public domain (Stefan van der Walt)",
    ),
    _skimage(
        "horse.png",
        "Silhouette of a horse",
        "The black outline of a standing horse, seen from the side.",
        "horse animal silhouette",
        "CC0-1.0 (Andreas Preuss)",
        "http://openclipart.org/detail/158377/horse-by-marauder",
    ),
    _skimage(
        "page.png",
        "Scanned page",
        "Part of a printed page, unevenly lit.",
        "page print scan",
    ),
    _skimage(
        "text.png",
        "Handwriting",
        "Handwritten formulas on grey paper, photographed at an angle.",
        "handwriting formula",
        "public domain",
        "https://en.wikipedia.org/wiki/File:Corner.png",
    ),
    _skimage(
        "phantom.png",
        "Shepp-Logan phantom",
        "A drawn cross-section of a head: a bright ring with grey and black shapes inside.",
        "phantom head tomography medicine",
    ),
    _skimage(
        "color.png",
        "Colour wheel",
        "All hues arranged in a circle on black, pale in the middle.",
        "colour wheel hue circle",
    ),
    _skimage(
        "logo.png",
        "Logo of scikit-image",
        "A round drawing of a snake in green and orange.",
        "logo snake drawing",
        "BSD-3-Clause (the scikit-image team)",
    ),
    Photograph(
        "sklearn",
        "datasets/images/china.jpg",
        "A pavilion of the Summer Palace in China",
        "An eight-sided pavilion with green and yellow roofs, trees, and a lake behind.",
        "building pavilion temple lake China",
        "CC-BY-2.0 (danielbuechele)",
        "https://www.flickr.com/photos/danielbuechele/6061409035/sizes/z/in/photostream/",
    ),
    Photograph(
        "sklearn",
        "datasets/images/flower.jpg",
        "An orange dahlia",
        "A round orange flower with many rows of petals, in front of dark leaves.",
        "flower plant dahlia garden",
        "CC-BY-2.0 (flickr user vultilion; the README of scikit-learn names danielbuechele)",
        "https://www.flickr.com/photos/vultilion/6056698931/sizes/z/in/photostream/",
    ),
    Photograph(
        "matplotlib",
        "mpl-data/sample_data/grace_hopper.jpg",
        "Grace Hopper, portrait in uniform",
        "Grace Hopper in the dark uniform and cap of the United States Navy, in front of a flag.",
        "person woman portrait officer uniform",
        "public domain",
        "https://github.com/matplotlib/matplotlib/pull/1599",
    ),
)
