-- One row per private element whose meaning is known (pydicom's dictionary): join it with private_element by private_creator, group and element_low.

-- Made by: python -m pacslake.catalog.dictionary
CREATE VIEW private_dictionary AS
SELECT
    split_part(line, '|', 1) AS private_creator,
    split_part(line, '|', 2) AS "group",
    split_part(line, '|', 3) AS element_low,
    split_part(line, '|', 4) AS name,
    split_part(line, '|', 5) AS vr,
    split_part(line, '|', 6) AS vm
FROM (SELECT unnest(string_split('1.2.840.113681|0019|10|CR Image Params Common|ST|1
1.2.840.113681|0019|11|CR Image IP Params Single|ST|1
1.2.840.113681|0019|12|CR Image IP Params Left|ST|1
1.2.840.113681|0019|13|CR Image IP Params Right|ST|1
1.2.840.113708.794.1.1.2.0|0087|10|Media Type|CS|1
1.2.840.113708.794.1.1.2.0|0087|20|Media Location|CS|1
1.2.840.113708.794.1.1.2.0|0087|30|Storage File ID|ST|1
1.2.840.113708.794.1.1.2.0|0087|40|Study or Image Size in MB|DS|1
1.2.840.113708.794.1.1.2.0|0087|50|Estimated Retrieve Time|IS|1
2.16.840.1.114059.1.1.6.1.50.1|0029|20|Description|LT|1
2.16.840.1.114059.1.1.6.1.50.1|0029|21|Orientation|ST|1
2.16.840.1.114059.1.1.6.1.50.1|0029|22|Parameter 1|ST|1
2.16.840.1.114059.1.1.6.1.50.1|0029|23|Parameter 2|ST|1
2.16.840.1.114059.1.1.6.1.50.1|0029|24|Teeth|LO|1
2.16.840.1.114059.1.1.6.1.50.1|0029|25|Jaw|LO|1
2.16.840.1.114059.1.1.6.1.50.1|0029|26|Quadrant|LO|1
2.16.840.1.114059.1.1.6.1.50.1|0029|27|CRC|LO|1
A.L.I. Technologies, Inc.|3711|01|Filename|LO|1
A.L.I. Technologies, Inc.|3711|02|Data Blob of a Visit|OB|1
A.L.I. Technologies, Inc.|3711|03|Revision Number|US|1
A.L.I. Technologies, Inc.|3711|04|Unix Timestamp|UL|1
A.L.I. Technologies, Inc.|3711|05|Bag ID|IS|1
A.L.I. Technologies, Inc.|3711|0C|Original Study UID|UI|1
A.L.I. Technologies, Inc.|3711|0D|Overlay Grayscale Value|US|1
A.L.I. Technologies, Inc.|3711|0E|Anonymization Status|CS|1
ACUSON: 1.2.840.11386.1.0|7FDF|00|Lossy Compression Ratio|IS|1
ACUSON: 1.2.840.11386.1.0|7FDF|01|Image Format|US|1
ACUSON: 1.2.840.11386.1.0|7FDF|02|Acuson Region Type|US|1
ACUSON: 1.2.840.11386.1.0|7FDF|0B|Acuson Image Apex X|UL|1
ACUSON: 1.2.840.11386.1.0|7FDF|0C|Acuson Image Apex Y|UL|1
ACUSON: 1.2.840.11386.1.0|7FDF|0D|B-Color-On Flag|IS|1
ACUSON:1.2.840.113680.1.0:0921|0009|20|View Name|UN|1
ACUSON:1.2.840.113680.1.0:0921|0009|2A|View List|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|00|Lossy Compression Ratio|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|01|Image Format|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|02|Acuson Region Type|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|0B|Acuson Image Apex X|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|0C|Acuson Image Apex Y|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|0D|B-Color-On Flag|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|0E|Acuson Mechanical Apex X|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|0F|Acuson Mechanical Apex Y|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|10|Acquisition Type:|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|18|Transformation Matrix Sequence|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|20|Left angle|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|22|Right angle|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|24|Color Map Family|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|25|Full Colormap.|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|26|Color Invert|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|27|Color Baseline|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|28|CD Color Mix Points X1|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|29|CD Color Mix Points Y1|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|2A|CD Color Mix Points X2|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|2B|CD Color Mix Points Y2|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|2C|Color Accent|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|30|Persistence SQ|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|31|Persistence Mode|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|32|Persistence Coefficient Mode|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|33|Alpha coefficient|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|34|Gamma coefficient|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|35|Persistence Time Flag|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|36|Persistence adaptive flag|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|37|Persistence Frame Rate|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|38|Persistence ID|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|40|Observation Date Time SQ|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|50|Capture Type Name|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|52|Capture Type Number|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|54|Number of Capture Types|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|60|CD Steering Angle|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|61|CD PRI|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|62|CD Dynamic Range|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|63|CD Velocity Scale Min|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|64|CD Velocity Scale Max|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|65|CD Color Mode|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|66|CD Frequency|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|67|CD Balance|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|68|CD Delta|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|69|CD Pan Box Min X0|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|6A|CD Pan Box Min Y0|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|6B|CD Pan Box Min X1|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|6C|CD Pan Box Min Y1|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|6D|CPS Map Type|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|6E|CPS Map Data|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|6F|CPS Balance Setting|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|70|3DCard Step Angle|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|71|3DCard Xdcr Angle|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|72|B-mode Frequency|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|73|B-mode Dynamic Range|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|74|B-mode Frame Rate|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|75|B-mode Space Time|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|76|B-mode Persistence|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|77|B-mode Display Depth Start|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|78|B-mode Display Depth End|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|79|B-mode Res Mode|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|7A|B-mode Preset Application|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|7B|Image Spec Name|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|7C|B Preset Image Look|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|7D|B-mode Post Processing|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|7E|B Edge|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|7F|B Delta|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|80|B-mode 1D Post Processing Curve|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|81|B-mode Delta (ECRI) Map Diagonal|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|82|Bytes Per Timestamp|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|83|Microseconds in unit timestamp|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|84|Start Stopwatch Timestamp|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|85|Acoustic Frame Timestamp|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|86|R-Wave Timestamp|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|87|Last Destruction Timestamp|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|88|Pixels Per Second|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|89|ECG Reference Timestamp|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|8A|ECG Sampling Interval (milliseconds)|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|8B|ECG Sample Count|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|8C|ECG Sample Size|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|8D|ECG Data Value|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|8E|Contrast/Active Image Indicator|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|8F|Live Dual Mode Indicator|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|90|3DCard Clipset ID|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|91|3DCard HRWave Min|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|92|3DCard HRWave Max|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|93|Perspective Capture Type|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|F1|Trigger Mask.|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|F2|Study Directory|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|F3|Last Modify Date|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|F4|Last Modify Time|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|F5|Teaching Study|UN|1
ACUSON:1.2.840.113680.1.0:7f10|7FDF|F6|Series Base UID|UN|1
ACUSON:1.2.840.113680.1.0:7ffe|7FDF|00|Data Padding|UN|1
ADAC_IMG|0019|02|Ver200 ADAC Pegasys File Size|IS|1
ADAC_IMG|0019|10|ADAC Header Signature|LO|2
ADAC_IMG|0019|11|Number of ADAC Headers|US|1
ADAC_IMG|0019|12|ADAC Header/Image Sizes|IS|1-n
ADAC_IMG|0019|20|ADAC Pegasys Headers|OB|1
ADAC_IMG|0019|21|Ver200 Number of ADAC Headers|US|1
ADAC_IMG|0019|41|Ver200 ADAC Header/Image Size|IS|1-n
ADAC_IMG|0019|61|Ver200 ADAC Pegasys Headers|OB|1
ADAC_IMG|7043|00|Cardiac Stress State|SH|1
ADAC_IMG|7043|10|Philips NM Private Group|LO|1
AGFA|0019|10|Private Identification Code|SH|1
AGFA|0019|11|Identification Data (Note 2)|LO|3
AGFA|0019|13|Sensitometry Name|LO|1
AGFA|0019|14|Window/Level List (Note 3)|ST|3
AGFA|0019|15|Dose Monitoring List|LO|1
AGFA|0019|16|Other Info (Note 5)|LO|3
AGFA|0019|1A|Clipped Exposure Deviation|LO|1
AGFA|0019|1B|Logarithmic PLT Full Scale|LO|1
AGFA|0019|60|Total number of series|US|1
AGFA|0019|61|Session Number|SH|1
AGFA|0019|62|ID Station name|SH|1
AGFA|0019|65|Number of images in study to be transmitted (only sent with autoverify: on)|US|1
AGFA|0019|70|Total number of images|US|1
AGFA|0019|80|Geometrical Transformations|ST|1
AGFA|0019|81|Roam Origin|ST|1
AGFA|0019|82|Zoom factor|US|1
AGFA|0019|93|Status|CS|1
AGFA_ADC_Compact|0019|05|Data stream from cassette|ST|1
AGFA_ADC_Compact|0019|10|Private Identification Code|LO|1
AGFA_ADC_Compact|0019|30|Set of destination types|ST|1
AGFA_ADC_Compact|0019|40|Set of destination Ids|ST|1
AGFA_ADC_Compact|0019|50|Set of processing codes|ST|1
AGFA_ADC_Compact|0019|60|Number of series in study|US|1
AGFA_ADC_Compact|0019|61|Session Number|US|1
AGFA_ADC_Compact|0019|62|ID station name|SH|1
AGFA_ADC_Compact|0019|70|Number of images in series|US|1
AGFA_ADC_Compact|0019|71|Break condition|US|1
AGFA_ADC_Compact|0019|72|Wait (or Hold) flag|US|1
AGFA_ADC_Compact|0019|73|ScanRes flag|US|1
AGFA_ADC_Compact|0019|74|Operation code|SH|1
AGFA_ADC_Compact|0019|95|Image quality|CS|1
AMI Annotations_01|3101|10|AMI Annotation Sequence (RET)|SQ|1
AMI Annotations_02|3101|20|AMI Annotation Sequence (RET)|SQ|1
AMI ImageContextExt_01|3107|A0|AMI Window Function (RET)|CS|1
AMI ImageContextExt_01|3107|B0|AMI Window Slope (RET)|DS|1
AMI ImageContext_01|3109|10|AMI Window Invert (RET)|CS|1
AMI ImageContext_01|3109|20|AMI Window Center (RET)|IS|1
AMI ImageContext_01|3109|30|AMI Window Widith (RET)|IS|1
AMI ImageContext_01|3109|40|AMI Pixel Aspect Ratio Swap (RET)|CS|1
AMI ImageContext_01|3109|50|AMI Enable Averaging (RET)|CS|1
AMI ImageContext_01|3109|60|AMI Quality (RET)|CS|1
AMI ImageContext_01|3109|70|AMI Viewport Annotation Level (RET)|CS|1
AMI ImageContext_01|3109|80|AMI Show Image Annotation (RET)|CS|1
AMI ImageContext_01|3109|90|AMI Show Image Overlay (RET)|CS|1
AMI ImageTransform_01|3107|10|AMI Transformation Matrix (RET)|DS|1
AMI ImageTransform_01|3107|20|AMI Center Offset (RET)|DS|1
AMI ImageTransform_01|3107|30|AMI Magnification (RET)|DS|1
AMI ImageTransform_01|3107|40|AMI Magnification Type (RET)|CS|1
AMI ImageTransform_01|3107|50|AMI Displayed Area (RET)|DS|1
AMI ImageTransform_01|3107|60|AMI Calibration Factor (RET)|DS|1
AMI Sequence AnnotElements_01|3105|10|AMI Annotation Element Position|DS|1
AMI Sequence AnnotElements_01|3105|20|AMI Annotation Element Text|LT|1
AMI Sequence Annotations_01|3103|10|AMI Annotation Sequence (RET)|CS|1
AMI Sequence Annotations_01|3103|20|AMI Annotation UID (RET)|UI|1
AMI Sequence Annotations_01|3103|30|AMI Annotation Color (RET)|US|1
AMI Sequence Annotations_01|3103|40|FontSize|FD|1
AMI Sequence Annotations_01|3103|50|AMI Annotation Line Style (RET)|CS|1
AMI Sequence Annotations_01|3103|60|AMI Annotation Elements (RET)|SQ|1
AMI Sequence Annotations_01|3103|70|AMI Annotation Label (RET)|SH|1
AMI Sequence Annotations_01|3103|80|AMI Annotation Creator (RET)|PN|1
AMI Sequence Annotations_01|3103|90|AMI Annotation Modifiers (RET)|PN|1
AMI Sequence Annotations_01|3103|A0|AMI Annotation Creation Date (RET)|DA|1
AMI Sequence Annotations_01|3103|B0|AMI Annotation Creation Time (RET)|TM|1
AMI Sequence Annotations_01|3103|C0|AMI Annotation Modification Dates (RET)|DA|1
AMI Sequence Annotations_01|3103|D0|AMI Annotation Modification Times (RET)|TM|1
AMI Sequence Annotations_01|3103|E0|AMI Annotation Frame Number (RET)|US|1
AMI Sequence Annotations_02|3103|10|AMI Annotation Sequence (RET)|CS|1
AMI Sequence Annotations_02|3103|20|AMI Annotation UID (RET)|UI|1
AMI Sequence Annotations_02|3103|30|AMI Annotation Color (RET)|US|1
AMI Sequence Annotations_02|3103|50|AMI Annotation Line Style (RET)|CS|1
AMI Sequence Annotations_02|3103|60|AMI Annotation Elements (RET)|SQ|1
AMI Sequence Annotations_02|3103|70|AMI Annotation Label (RET)|SH|1
AMI Sequence Annotations_02|3103|80|AMI Annotation Creator (RET)|PN|1
AMI Sequence Annotations_02|3103|90|AMI Annotation Modifiers (RET)|PN|1
AMI Sequence Annotations_02|3103|A0|AMI Annotation Creation Date (RET)|DA|1
AMI Sequence Annotations_02|3103|B0|AMI Annotation Creation Time (RET)|TM|1
AMI Sequence Annotations_02|3103|C0|AMI Annotation Modification Dates (RET)|DA|1
AMI Sequence Annotations_02|3103|D0|AMI Annotation Modification Times (RET)|TM|1
AMI Sequence Annotations_02|3103|E0|AMI Annotation Frame Number (RET)|US|1
AMI StudyExtensions_01|3111|01|AMI Last Released Annot Label (RET)|UL|1
AMICAS0|0023|01||UI|1
AMICAS0|0023|08||US|1
AMICAS0|0023|10||US|1
AMICAS0|0023|16||SL|1
APEX_PRIVATE|0027|10|Private Creator|LO|1
APEX_PRIVATE|0027|11|Bed Position|DS|1
ATL HDI V1.0|0009|00|Private|UN|1
ATL HDI V1.0|0009|10|Private|UN|1
ATL HDI V1.0|0009|20|Private|UN|1
ATL HDI V1.0|0009|30|Private|UN|1
ATL HDI V1.0|0009|40|Private|UN|1
ATL HDI V1.0|0009|50|Private|UN|1
ATL HDI V1.0|0009|60|Private|UN|1
ATL HDI V1.0|0009|70|Private|UN|1
ATL HDI V1.0|0009|80|Private|UN|1
ATL HDI V1.0|0009|90|Private|UN|1
ATL HDI V1.0|0009|91|Private|UN|1
ATL HDI V1.0|0029|30|Loop Mode|UN|1
ATL HDI V1.0|0029|31|Trigger mode|UN|1
ATL HDI V1.0|0029|32|Number of Loops|UN|1
ATL HDI V1.0|0029|33|Loop Indexes|UN|1
ATL HDI V1.0|0029|34|Loop Heart Rates|UN|1
ATL HDI V1.0|0029|35|Medications|UN|1
ATL PRIVATE TAGS|0029|30|Loop Mode|UL|1
ATL PRIVATE TAGS|0029|31|Trigger mode|UL|1
ATL PRIVATE TAGS|0029|32|Number of Loops|UL|1
ATL PRIVATE TAGS|0029|33|Loop Indexes|DS|1-n
ATL PRIVATE TAGS|0029|34|Loop Heart Rates|DS|1-n
ATL PRIVATE TAGS|0029|35|Medications|LO|1
Acuson X500|0009|20|(a)View Name|UN|1
Acuson X500|0009|2A|View List|UN|1
Acuson X500|0011|10|Siemens Medical|UN|1
Acuson X500|0011|11|DIMAQ Software|UN|1
Acuson X500|0011|20|Private Data|UN|1
Acuson X500|0011|21|Private Data|UN|1
Acuson X500|0013|10|Siemens Medical|UN|1
Acuson X500|0013|11|DIMAQ Software|UN|1
Acuson X500|0013|20|Private Data|UN|1
Acuson X500|0015|10|Siemens Medical|UN|1
Acuson X500|0015|11|DIMAQ Software|UN|1
Acuson X500|0015|20|Private Data|UN|1
Acuson X500|0017|10|Siemens Medical|UN|1
Acuson X500|0017|11|DIMAQ Software|UN|1
Acuson X500|0017|20|Private Data|UN|1
Acuson X500|0019|20|Import Structured|UN|1
Agfa ADC NX|0019|F5|Cassette Orientation|CS|1
Agfa ADC NX|0019|F6|Plate Sensitivity|DS|1
Agfa ADC NX|0019|F7|Plate Erasability|DS|1
Applicare/Centricity Radiology Web/Version 1.0|4109|01|Mammography Laterality|SH|1
Applicare/Centricity Radiology Web/Version 1.0|4109|02|Mammography View Name|SH|1
Applicare/Centricity Radiology Web/Version 1.0|4109|03|Mammography View Modifier|SH|1
Applicare/Centricity Radiology Web/Version 2.0|4111|01|Secondary Spine Label|CS|1
Applicare/Centricity Radiology Web/Version 2.0|4111|02|Additional tags for Presentation State|IS|1
Applicare/Print/Version 5.1|4101|01|<internal|UL|1
Applicare/Print/Version 5.1|4101|02|<internal|SQ|1
Applicare/Print/Version 5.1|4101|03|<internal|LO|1
Applicare/Print/Version 5.1|4101|04|<internal|UL|1
Applicare/Print/Version 5.1|4101|05|<internal|FD|1
Applicare/Print/Version 5.1|4101|06|<internal|US|1
Applicare/Print/Version 5.1|4101|07|<internal|US|1
Applicare/Print/Version 5.1|4101|08|<internal|US|1
Applicare/Print/Version 5.1|4101|09|<internal|US|1
Applicare/RadStore/Version 1.0|3113|01|OBSOLETE|SL|1
Applicare/RadStore/Version 1.0|3113|02|Id1|SL|1
Applicare/RadStore/Version 1.0|3113|03|Id2|SL|1
Applicare/RadStore/Version 1.0|3113|04|Id3|SL|1
Applicare/RadStore/Version 1.0|3113|11|OBSOLETE|LO|1
Applicare/RadStore/Version 1.0|3113|12|State|CS|1
Applicare/RadStore/Version 1.0|3113|13|DateLastModified|DT|1
Applicare/RadStore/Version 1.0|3113|14|DateLastAccessed|DT|1
Applicare/RadStore/Version 1.0|3113|15|OBSOLETE|CS|1
Applicare/RadStore/Version 1.0|3113|16|ByteSize|FD|1
Applicare/RadStore/Version 1.0|3113|17|LibraryId|LO|1
Applicare/RadStore/Version 1.0|3113|18|Pathnames|LO|1
Applicare/RadStore/Version 1.0|3113|19|DriverPath|LO|1
Applicare/RadStore/Version 1.0|3113|1A|Source|LO|1
Applicare/RadStore/Version 1.0|3113|1B|Destination|LO|1
Applicare/RadStore/Version 1.0|3113|1C|MediumId|SL|1
Applicare/RadStore/Version 1.0|3113|1D|ArchiveId|LO|1
Applicare/RadStore/Version 1.0|3113|1E|Origin|LO|1
Applicare/RadStore/Version 1.0|3113|21|Version|SL|1
Applicare/RadStore/Version 1.0|3113|22|OBSOLETE|SL|1
Applicare/RadStore/Version 1.0|3113|23|InstanceFileLocation|ST|1
Applicare/RadStore/Version 1.0|3113|31|OBSOLETE|IS|1
Applicare/RadStore/Version 1.0|3113|32|OBSOLETE|IS|1
Applicare/RadStore/Version 1.0|3113|33|OBSOLETE|IS|1
Applicare/RadStore/Version 1.0|3113|35|ImageMediumLocation|LO|1
Applicare/RadStore/Version 1.0|3113|36|ImageMediumLabel|LO|1
Applicare/RadStore/Version 1.0|3113|37|ImageMediumState|CS|1
Applicare/RadStore/Version 1.0|3113|38|SeriesMediumLocation|LO|1
Applicare/RadStore/Version 1.0|3113|39|SeriesMediumLabel|LO|1
Applicare/RadStore/Version 1.0|3113|3A|SeriesMediumState|CS|1
Applicare/RadStore/Version 1.0|3113|3B|StudyMediumLocation|LO|1
Applicare/RadStore/Version 1.0|3113|3C|StudyMediumLabel|LO|1
Applicare/RadStore/Version 1.0|3113|3D|StudyMediumState|CS|1
Applicare/RadStore/Version 1.0|3113|52|StudyState|CS|1
Applicare/RadStore/Version 1.0|3113|53|SeriesState|CS|1
Applicare/RadStore/Version 1.0|3113|55|ImageStateText|CS|1
Applicare/RadStore/Version 1.0|3113|56|SeriesStateText|CS|1
Applicare/RadStore/Version 1.0|3113|57|StudyStateText|CS|1
Applicare/RadStore/Version 1.0|3113|60|Expiration|DT|1
Applicare/RadStore/Version 1.0|3113|69|DeletedTags|AT|1
Applicare/RadWorks/Version 5.0|3109|01|<internal|ST|1
Applicare/RadWorks/Version 5.0|3109|02|NEW/SEEN Status|SH|1
Applicare/RadWorks/Version 5.0|3109|03|Delete Lock|CS|1
Applicare/RadWorks/Version 5.0|3109|04|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|05|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|06|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|07|<internal|UL|1
Applicare/RadWorks/Version 5.0|3109|08|Receive Origin|LO|1
Applicare/RadWorks/Version 5.0|3109|09|Folder|LO|1
Applicare/RadWorks/Version 5.0|3109|0A|Receive Date|DA|1
Applicare/RadWorks/Version 5.0|3109|0B|Receive Time|TM|1
Applicare/RadWorks/Version 5.0|3109|0C|Prior|CS|1
Applicare/RadWorks/Version 5.0|3109|0D|STAT Study|CS|1
Applicare/RadWorks/Version 5.0|3109|0E|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|10|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|11|<internal|LO|1
Applicare/RadWorks/Version 5.0|3109|12|<internal|LO|1
Applicare/RadWorks/Version 5.0|3109|13|<internal|DA|1
Applicare/RadWorks/Version 5.0|3109|14|<internal|TM|1
Applicare/RadWorks/Version 5.0|3109|19|<internal|LO|1
Applicare/RadWorks/Version 5.0|3109|20|<internal|UI|1
Applicare/RadWorks/Version 5.0|3109|21|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|22|<internal|AE|1
Applicare/RadWorks/Version 5.0|3109|23|<internal|US|1
Applicare/RadWorks/Version 5.0|3109|24|<internal|LO|1
Applicare/RadWorks/Version 5.0|3109|25|<internal|LO|1
Applicare/RadWorks/Version 5.0|3109|26|<internal|UI|1
Applicare/RadWorks/Version 5.0|3109|27|<internal|SQ|1
Applicare/RadWorks/Version 5.0|3109|28|<internal|LO|1
Applicare/RadWorks/Version 5.0|3109|29|<internal|LO|1
Applicare/RadWorks/Version 5.0|3109|2A|Send Flag|LO|1
Applicare/RadWorks/Version 5.0|3109|2B|Print Flag|LO|1
Applicare/RadWorks/Version 5.0|3109|2C|Archive Flag|LO|1
Applicare/RadWorks/Version 5.0|3109|30|<internal|LO|1
Applicare/RadWorks/Version 5.0|3109|31|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|32|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|33|Request Storage Commitment|CS|1
Applicare/RadWorks/Version 5.0|3109|34|Requested Compression|CS|1
Applicare/RadWorks/Version 5.0|3109|35|<internal|SQ|1
Applicare/RadWorks/Version 5.0|3109|36|<internal|LO|1
Applicare/RadWorks/Version 5.0|3109|37|<internal|UI|1
Applicare/RadWorks/Version 5.0|3109|38|<internal|SH|1
Applicare/RadWorks/Version 5.0|3109|39|<internal|SH|1
Applicare/RadWorks/Version 5.0|3109|40|<internal|IS|1
Applicare/RadWorks/Version 5.0|3109|41|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|42|<internal|CS|1
Applicare/RadWorks/Version 5.0|3109|43|Archive Status|CS|1
Applicare/RadWorks/Version 5.0|3109|EE|<internal|UI|1
Applicare/RadWorks/Version 5.0|3109|EF|<internal|CS|1
Applicare/RadWorks/Version 6.0|4103|01|Internal: non-existent tags|AT|1
Applicare/RadWorks/Version 6.0|4103|02|Internal: non-existent objects|UI|1
Applicare/RadWorks/Version 6.0|4105|01|Annotation Type|CS|1
Applicare/RadWorks/Version 6.0|4105|02|Annotation Value|DS|1
Applicare/RadWorks/Version 6.0|4105|03|Cutline Image UID|UI|1
Applicare/RadWorks/Version 6.0|4105|04|Cutline Set UID|UI|1
Applicare/RadWorks/Version 6.0|4105|05|Annotation Color|US|1
Applicare/RadWorks/Version 6.0|4105|06|Annotation Line Style|CS|1
Applicare/RadWorks/Version 6.0|4105|07|Annotation Label|SH|1
Applicare/RadWorks/Version 6.0|4105|08|Annotation Creator|PN|1
Applicare/RadWorks/Version 6.0|4105|09|Annotation Creation Date|DA|1
Applicare/RadWorks/Version 6.0|4105|0A|Annotation Creation Time|TM|1
Applicare/RadWorks/Version 6.0|4105|0B|Annotation Modification Sequence|SQ|1
Applicare/RadWorks/Version 6.0|4105|0C|Annotation Modifier|PN|1
Applicare/RadWorks/Version 6.0|4105|0D|Annotation Modification Date|DA|1
Applicare/RadWorks/Version 6.0|4105|0E|Annotation Modification Time|TM|1
Applicare/RadWorks/Version 6.0|4105|0F|Palette Color LUT Name|LO|1
Applicare/RadWorks/Version 6.0|4105|10|Annotation Number|US|1
Applicare/RadWorks/Version 6.0|4107|01|Requested Palette Color LUT|SQ|1
Applicare/RadWorks/Version 6.0/Summary|3109|11|Receive Origin Description|ST|1
Applicare/RadWorks/Version 6.0/Summary|3109|12|Receive Origin Description|ST|1
Applicare/Workflow/Version 1.0|3113|01|<internal|CS|1
Applicare/Workflow/Version 1.0|3113|10|<internal|SH|1
Applicare/Workflow/Version 1.0|3113|11|<internal|SH|1
Applicare/Workflow/Version 1.0|3113|12|<internal|LO|1
Applicare/Workflow/Version 1.0|3113|15|<internal|SH|1
Applicare/Workflow/Version 1.0|3113|16|<internal|SH|1
Applicare/Workflow/Version 1.0|3113|17|<internal|LO|1
Applicare/Workflow/Version 1.0|3113|20|<internal|SH|1
Applicare/Workflow/Version 1.0|3113|21|<internal|SH|1
Applicare/Workflow/Version 1.0|3113|22|<internal|LO|1
Applicare/Workflow/Version 1.0|3113|25|<internal|SH|1
Applicare/Workflow/Version 1.0|3113|26|<internal|SH|1
Applicare/Workflow/Version 1.0|3113|27|<internal|LO|1
Applicare/Workflow/Version 1.0|3113|30|<internal|UI|1
Applicare/Workflow/Version 1.0|3113|31|<internal|UI|1
Applicare/Workflow/Version 1.0|3113|E0|<internal|CS|1
Applicare/Workflow/Version 1.0|3113|E1|<internal|CS|1
Applicare/Workflow/Version 1.0|3113|E2|<internal|CS|1
BRIT Systems, Inc.|0021|00|Person Information Sequence|SQ|1
BRIT Systems, Inc.|0021|01|Person ID|LO|1
BRIT Systems, Inc.|0021|02|Person Name|PN|1
BRIT Systems, Inc.|0021|03|Person Role|LO|1
BRIT Systems, Inc.|0021|04|Person Home Phone|SH|1
BRIT Systems, Inc.|0021|05|Person Work Phone|SH|1
BRIT Systems, Inc.|0021|06|Person Cell Phone|SH|1
BRIT Systems, Inc.|0021|07|Person Pager Phone|SH|1
BRIT Systems, Inc.|0021|08|Person Fax Phone|SH|1
BRIT Systems, Inc.|0021|09|Person EMail|LO|1
BRIT Systems, Inc.|0021|0A|Person Address|ST|1
BRIT Systems, Inc.|0021|0B|Person Password|LO|1
BRIT Systems, Inc.|0021|0C|Person Emergency Phone|SH|1
BRIT Systems, Inc.|0021|0D|Physician ID|LO|1
BRIT Systems, Inc.|0021|11|Original Patient ID|LO|1
BRIT Systems, Inc.|0021|12|Original Study Instance UID|UI|1
BRIT Systems, Inc.|0021|13|Original Series Instance UID|UI|1
BRIT Systems, Inc.|0021|14|Master Accession Number|LO|1
BRIT Systems, Inc.|0021|15|Order Category|LO|1
BRIT Systems, Inc.|0021|16|Patient ICN|LO|1
BRIT Systems, Inc.|0021|17|Patient DFS|LO|1
BRIT Systems, Inc.|0021|18|Patient Class|LO|1
BRIT Systems, Inc.|0021|19|Patient Type|LO|1
BRIT Systems, Inc.|0021|1F|Generic String|LT|1
BRIT Systems, Inc.|0021|20|QC Study Assigned By|LO|1
BRIT Systems, Inc.|0021|21|QC Study Split By|LO|1
BRIT Systems, Inc.|0021|22|QC Study Moved By|LO|1
BRIT Systems, Inc.|0021|23|QC Study Edited By|LO|1
BRIT Systems, Inc.|0021|24|QC Series Split By|LO|1
BRIT Systems, Inc.|0021|25|QC Series Moved By|LO|1
BRIT Systems, Inc.|0021|26|QC Series Edited By|LO|1
BRIT Systems, Inc.|0021|27|QC Image Moved By|LO|1
BRIT Systems, Inc.|0021|28|QC Image Edited By|LO|1
BRIT Systems, Inc.|0021|30|QC Done Time|LO|1
BRIT Systems, Inc.|0021|31|QC Last Modification Time|LO|1
BRIT Systems, Inc.|0021|32|QC Image Accepted By|LO|1
BRIT Systems, Inc.|0021|33|QC Image Rejected By|LO|1
BRIT Systems, Inc.|0021|34|QC Done Date|DA|1
BRIT Systems, Inc.|0021|50|QC Deletion Requested|LO|1
BRIT Systems, Inc.|0021|90|Original Sender AE Title|AE|1
BRIT Systems, Inc.|0021|91|Software Title|LO|1
BRIT Systems, Inc.|0021|92|Software Version|SH|1
BRIT Systems, Inc.|0021|93|Serial Number|LO|1
BRIT Systems, Inc.|0021|A0|Object Action Sequence|SQ|1
BRIT Systems, Inc.|0021|A1|Object Action|ST|1
BRIT Systems, Inc.|0021|A2|Object Action Date|DA|1
BRIT Systems, Inc.|0021|A3|Object Action Time|TM|1
BRIT Systems, Inc.|0021|A5|Local AE Title|AE|1
BRIT Systems, Inc.|0021|A6|Local IP Address|SH|1
BRIT Systems, Inc.|0021|A7|Remote AE Title|AE|1
BRIT Systems, Inc.|0021|A8|Remote IP Address|SH|1
BioPri3D|0011|XX|Private Segmentation Data|UN|1
BioPri3D|0063|XX|Private Creator|UN|1
BrainLAB_BeamProfile|3411|01|Beam Profile Sequence|SQ|1
BrainLAB_BeamProfile|3411|02|Beam Profile Number|IS|1
BrainLAB_BeamProfile|3411|03|Beam Parameter Sequence|SQ|1
BrainLAB_BeamProfile|3411|04|Parameter Description|UT|1
BrainLAB_BeamProfile|3411|05|Parameter Data|OB|1
BrainLAB_BeamProfile|3411|06|Referenced Beam Profile Number|IS|1
BrainLAB_Conversion|0009|01|Export Platform Name|LO|1
BrainLAB_Conversion|0009|02|Export Platform Data|OB|1
BrainLAB_PatientSetup|3273|00|Isocenter Position|DS|3
BrainLAB_PatientSetup|3273|01|Patient Position|CS|1
CAMTRONICS|0029|10|Commentline|LT|1
CAMTRONICS|0029|20|Edge Enhancement Coefficient|DS|1
CAMTRONICS|0029|50|Scene Text|LT|1
CAMTRONICS|0029|60|Image Text|LT|1
CAMTRONICS|0029|70|Pixel Shift Horizontal|IS|1
CAMTRONICS|0029|80|Pixel Shift Vertical|IS|1
CANON_MEC_MR3|0029|01|Other Private Data|SQ|1
CANON_MEC_MR3|0029|90|Reversed EVRLE DataSet|OB|1
CANON_MEC_MR3|700D|00|Scale Factor|DS|1
CANON_MEC_MR3|700D|05|FOV|DS|4
CANON_MEC_MR3|700D|0C|Receiver Gain Correction Check Flag|CS|1
CANON_MEC_MR3|700D|20|Identification Flag of 3D GDC|SH|1
CANON_MEC_MR3^10|700D|10|2nd Flip Angle [degree]|DS|1
CANON_MEC_MR3^10|700D|11|Acquisition Inner Matrix|US|2
CANON_MEC_MR3^10|700D|12|MP2RAGE Flag|US|1
CANON_MEC_MR3^10|700D|13|Inversion efficiency of inversion recovery pulse|FL|1
CANON_MEC_MR3^10|700D|14|Number of dummy shot|SL|1
CANON_MEC_MR3^10|700D|15|FFE total repetition time[s]|FL|1
CANON_MEC_MR3^10|700D|16|PAS Name|LO|3
CANON_MEC_MR3^10|700D|17|Intended Processing|LT|1
CANON_MEC_MR3^10|700D|18|Scanned Orientation IDs|SS|1
CANON_MEC_MR3^10|700D|19|PAS Reproduct Information|OB|1
CANON_MEC_MR3^10|700D|1A|ASTAR Inversion Time|DS|1
CANON_MEC_MR3^10|700D|1B|Saturation Recovery Time|DS|1
CARDIO-D.R. 1.0|0009|00|File Location|UL|1
CARDIO-D.R. 1.0|0009|01|File Size|UL|1
CARDIO-D.R. 1.0|0009|40|Alternate Image Sequence|SQ|1
CARDIO-D.R. 1.0|0019|00|Image Blanking Shape|CS|1-2
CARDIO-D.R. 1.0|0019|02|Image Blanking Left Vertical Edge|IS|1
CARDIO-D.R. 1.0|0019|04|Image Blanking Right Vertical Edge|IS|1
CARDIO-D.R. 1.0|0019|06|Image Blanking Upper Horizontal Edge|IS|1
CARDIO-D.R. 1.0|0019|08|Image Blanking Lower Horizontal Edge|IS|1
CARDIO-D.R. 1.0|0019|10|Center Of Circular Image Blanking|IS|2
CARDIO-D.R. 1.0|0019|12|Radius Of Circular Image Blanking|IS|1
CARDIO-D.R. 1.0|0019|30|Maximum Frame Size|UL|1
CARDIO-D.R. 1.0|0021|13|Image Sequence Number|IS|1
CARDIO-D.R. 1.0|0029|00|Standard Edge Enhancement Sequence|SQ|1
CARDIO-D.R. 1.0|0029|01|Convolution Kernel Size|US|2
CARDIO-D.R. 1.0|0029|02|Convolution Kernel Coefficients|US|1-n
CARDIO-D.R. 1.0|0029|03|Edge Enhancement Gain|FL|1
CARDIO-SMS 1.0|0009|02|Private Data|OB|1
CARDIO-SMS 1.0|0009|03|Private Data|OB|1
CARDIO-SMS 1.0|0009|04|Private Data|OB|1
CARDIO-SMS 1.0|0009|05|Private Data|OB|1
CARDIO-SMS 1.0|0009|06|Private Data|OB|1
CARDIO-SMS 1.0|0009|08|ACOM flags|OB|1
CARDIO-SMS 1.0|0009|0A|Private Data|UN|1
CARDIO-SMS 1.0|0009|0B|Private Data|UN|1
CARDIO-SMS 1.0|0009|0C|Private Data|UN|1
CARDIO-SMS 1.0|0029|80|Private Data|SQ|1
CARDIO-SMS 1.0|0031|01|Private Data stream|UN|1
CEMAX-ICON|0019|00|CR Processing Parameters|LT|1
CEMAX-ICON|0019|10|CR Exposure Menu Code|LO|1
CEMAX-ICON|0019|20|CR Exposure Menu String|LO|1
CEMAX-ICON|0019|30|CR EDR Mode|LO|1
CEMAX-ICON|0019|40|CR Latitude|LO|1
CEMAX-ICON|0019|50|CR Group Number|LO|1
CEMAX-ICON|0019|60|CR Equipment ID|LO|1
CEMAX-ICON|0019|70|CR Image Serial Number|LO|1
CEMAX-ICON|0019|80|CR Bar Code Number|LO|1
CEMAX-ICON|0019|90|CR Film Output Exposure|LO|1
CEMAX-ICON|0029|00|Key Image|LO|1
CEMAX-ICON|0029|10|Note|LT|1-n
CEMAX-ICON|0029|20|Annotation Sequence|SQ|1
CEMAX-ICON|0029|30|X Start Position|IS|1
CEMAX-ICON|0029|40|Y Start Position|IS|1
CEMAX-ICON|0029|50|X End Position|IS|1
CEMAX-ICON|0029|60|Y End Position|IS|1
CEMAX-ICON|0029|70|Annotation Text|LO|1
CEMAX-ICON|0029|80|Which Marker|IS|1
CEMAX-ICON|0029|90|Annotation Sequence|SQ|1
CEMAX-ICON|0029|91|X Coordinates|IS|1-n
CEMAX-ICON|0029|92|Y Coordinates|IS|1-n
CEMAX-ICON|0029|93|Annotation Type|IS|1
CEMAX-ICON|0029|94|Number of points|IS|1
CEMAX-ICON|0029|95|Fill Type|IS|1
CEMAX-ICON|3033|00|Study Priority Status|CS|1
Canon Inc.|0019|10|Canon Internal Data 1|OB|1
Canon Inc.|0019|60|Performed number of series|US|1
Canon Inc.|0019|70|Performed number of images|US|1
Canon Inc.|0019|7F|Canon Internal Data 111|OB|1
DIDI TO PCR 1.1|0019|00|Post Mode String|LT|1
DIDI TO PCR 1.1|0019|01|Post Data|LT|1
DIDI TO PCR 1.1|0019|10|Image Header|LT|1
DIDI TO PCR 1.1|0019|22|Route AET|LO|1
DIDI TO PCR 1.1|0019|23|PCR Print Scale|DS|1
DIDI TO PCR 1.1|0019|24|PCR Print Job End|ST|1
DIDI TO PCR 1.1|0019|25|PCR No Film Copies|IS|1
DIDI TO PCR 1.1|0019|26|PCR Film Layout Position|IS|1
DIDI TO PCR 1.1|0019|27|PCR Print Report Name|ST|1
DIDI TO PCR 1.1|0019|70|RAD Protocol Printer|ST|1
DIDI TO PCR 1.1|0019|71|RAD Protocol Medium|ST|1
DIDI TO PCR 1.1|0019|80|Original Filename|LO|1
DIDI TO PCR 1.1|0019|81|Filter Type|SH|1
DIDI TO PCR 1.1|0019|82|Stitching|LT|1
DIDI TO PCR 1.1|0019|89|Exposure Index|IS|1
DIDI TO PCR 1.1|0019|8A|Collimator X|IS|1
DIDI TO PCR 1.1|0019|8B|Collimator Y|IS|1
DIDI TO PCR 1.1|0019|8C|Print Marker|LO|1
DIDI TO PCR 1.1|0019|8D|RGDV Name|LO|1
DIDI TO PCR 1.1|0019|8E|Acqd Sensitivity|LO|1
DIDI TO PCR 1.1|0019|8F|Processing Category|LO|1
DIDI TO PCR 1.1|0019|90|Unprocessed Flag|LO|1
DIDI TO PCR 1.1|0019|91|Key Values|DS|2
DIDI TO PCR 1.1|0019|92|Destination Postprocessing Function|LO|1
DIDI TO PCR 1.1|0019|A0|Version|LO|1
DIDI TO PCR 1.1|0019|A1|Ranging Mode|LO|1
DIDI TO PCR 1.1|0019|A2|Abdomen Brightness|DS|1
DIDI TO PCR 1.1|0019|A3|Fixed Brightness|DS|1
DIDI TO PCR 1.1|0019|A4|Detail Contrast|DS|1
DIDI TO PCR 1.1|0019|A5|Contrast Balance|DA|1
DIDI TO PCR 1.1|0019|A6|Structure Boost|DS|1
DIDI TO PCR 1.1|0019|A7|Structure Preference|DS|1
DIDI TO PCR 1.1|0019|A8|Noise Robustness|DS|1
DIDI TO PCR 1.1|0019|A9|Noise Dose Limit|DS|1
DIDI TO PCR 1.1|0019|AA|Noise Dose Step|DS|1
DIDI TO PCR 1.1|0019|AB|Noise Frequency Limit|DS|1
DIDI TO PCR 1.1|0019|AC|Weak Contrast Limit|DS|1
DIDI TO PCR 1.1|0019|AD|Strong Contrast Limit|DS|1
DIDI TO PCR 1.1|0019|AE|Structure Boost Offset|DS|1
DIDI TO PCR 1.1|0019|AF|Smooth Gain|LO|1
DIDI TO PCR 1.1|0019|B0|Measure Field 1|LO|1
DIDI TO PCR 1.1|0019|B1|Measure Field 2|LO|1
DIDI TO PCR 1.1|0019|B2|Key Percentile 1|IS|1
DIDI TO PCR 1.1|0019|B3|Key Percentile 2|IS|1
DIDI TO PCR 1.1|0019|B4|Density LUT|IS|1
DIDI TO PCR 1.1|0019|B5|Brightness|DS|1
DIDI TO PCR 1.1|0019|B6|Gamma|DS|1
DIDI TO PCR 1.1|0089|10|Stamp Image Sequence|SQ|1
DLX_ANNOT_01|70XX|04|Text_annotation|ST|1
DLX_ANNOT_01|70XX|05|Box|IS|2
DLX_ANNOT_01|70XX|07|Arrow end|IS|2
DLX_EXAMS_01|0015|01|Stenos_calibr_ratio;|DS|1
DLX_EXAMS_01|0015|02|Stenos_magnification;|DS|1
DLX_EXAMS_01|0015|03|Cardiac_calibr_ratio;|DS|1
DLX_LKUP_01|60XX|01|Gray Palette color lookup table descriptor|LT|3
DLX_LKUP_01|60XX|02|Gray Palette color lookup table data|LT|1
DLX_PATNT_01|0011|01|patient DOB|LT|1
DLX_SERIE_01|0019|01|Angle Value 1|DS|1
DLX_SERIE_01|0019|02|Angle Value 2|DS|1
DLX_SERIE_01|0019|03|Angle Value 3|DS|1
DLX_SERIE_01|0019|04|Angle Label 1|CS|1
DLX_SERIE_01|0019|05|Angle Label 2|CS|1
DLX_SERIE_01|0019|06|Angle Label 3|CS|1
DLX_SERIE_01|0019|07|Adx Procedure Name|ST|1
DLX_SERIE_01|0019|08|Adx Exam Name|ST|1
DLX_SERIE_01|0019|09|Adx Patient Size|SH|1
DLX_SERIE_01|0019|0A|Adx Record View|IS|1
DLX_SERIE_01|0019|10|Adx Injector Delay|DS|1
DLX_SERIE_01|0019|11|Adx Auto Inject|CS|1
DLX_SERIE_01|0019|14|Adx Acq Mode|IS|1
DLX_SERIE_01|0019|15|Adx Camera Rotation Enable|CS|1
DLX_SERIE_01|0019|16|Adx Reverse Sweep|CS|1
DLX_SERIE_01|0019|17|User Spatial Filter Strength|IS|1
DLX_SERIE_01|0019|18|User Zoom Factor|IS|1
DLX_SERIE_01|0019|19|X Zoom|IS|1
DLX_SERIE_01|0019|1A|Y Zoom|IS|1
DLX_SERIE_01|0019|1B|Adx Focus|DS|1
DLX_SERIE_01|0019|1C|Adx Dose|CS|1
DLX_SERIE_01|0019|1D|Side Mark|IS|1
DLX_SERIE_01|0019|1E|Percent Landscape|IS|1
DLX_SERIE_01|0019|1F|Adx Exposure Duration|DS|1
DLX_SERIE_01|0019|20|Ip Address|SH|1
DLX_SERIE_01|0019|21|Table Vertical Position|DS|1
DLX_SERIE_01|0019|22|Table Longitudinal Position|DS|1
DLX_SERIE_01|0019|23|Table Lateral Position|DS|1
DLX_SERIE_01|0019|24|Lambda cm Pincushion Distortion|DS|1
DLX_SERIE_01|0019|25|Slope LV Regression|DS|1
DLX_SERIE_01|0019|26|Intercept LV Regression|DS|1
DLX_SERIE_01|0019|27|Image chain FWHM psf mm min|DS|1
DLX_SERIE_01|0019|28|Image chain FWHM psf mm max|DS|1
DR Systems, Inc.|4453|01|DR Exam ID|LO|1
DR Systems, Inc.|4453|02|DR Image Type|LO|1
DR Systems, Inc.|4453|04|DR File Type|LO|1
DR Systems, Inc.|4453|05|DR File Suffix|LO|1
DR Systems, Inc.|4453|0A|DR Annotation Type|UN|1
DR Systems, Inc.|4453|0C|DR Original Instance UID Sequence|SQ|1
DicomUtils 20100512|0009|01|DICOMUTILS_PROCESSING_METHODS|SQ|1
ELGEMS_XPERT|7FA1|00|XPert Composite Report Item buffer|OB|1
ELGEMS_XPERT|7FA1|10|Xpert Composite Report Item Identificator|OB|1
ELSCINT1|0003|01|Offset List Structure|OW|1
ELSCINT1|00E1|01|Data Dictionary Version|US|1
ELSCINT1|00E1|21|DLP|DS|1
ELSCINT1|00E1|22|Presentation Relative Center|DS|2
ELSCINT1|00E1|23|Presentation Relative Part|DS|2
ELSCINT1|00E1|24|Presentation Horizontal Invert|CS|1
ELSCINT1|00E1|37|Total Saving Dose|DS|1
ELSCINT1|00E1|3E|Split Is Dual Surview|IS|1
ELSCINT1|00E1|40|Image Label|SH|1
ELSCINT1|00E1|50|Acquisition Duration|DS|1
ELSCINT1|00E1|61|Protocol File Name|LO|1
ELSCINT1|00E1|63|Patient Language|SH|1
ELSCINT1|00E1|65|Patient Data Modification Date|LO|1
ELSCINT1|00E1|C4|Abs Bed Pos|DS|1
ELSCINT1|01E1|17|ECG Reference UID|UI|1
ELSCINT1|01E1|26|Phantom Type|CS|1
ELSCINT1|01F1|01|Acquisition Type|CS|1
ELSCINT1|01F1|02|Resolution|CS|1
ELSCINT1|01F1|03|Concurrent Slices Generation|CS|1
ELSCINT1|01F1|04|Angular Sampling Density|CS|1
ELSCINT1|01F1|05|Reconstruction Arc|DS|1
ELSCINT1|01F1|07|Table Velocity|DS|1
ELSCINT1|01F1|08|Acquisition Length|DS|1
ELSCINT1|01F1|0A|Edge Enhancement Weight|US|1
ELSCINT1|01F1|0C|Scanner Relative Center|DS|2
ELSCINT1|01F1|0D|Rotation Angle|DS|1
ELSCINT1|01F1|0E|Recon Enhancement|FL|1
ELSCINT1|01F1|26|Pitch|DS|1
ELSCINT1|01F1|27|Rotation Time|DS|1
ELSCINT1|01F1|28|Table Increment|DS|1
ELSCINT1|01F1|32|Image View Convention|CS|1
ELSCINT1|01F1|33|Cycle Time|DS|1
ELSCINT1|01F1|41|Gating Delay|LO|1
ELSCINT1|01F1|45|Initial Heart Rate|IS|1
ELSCINT1|01F1|49|Planned mAs|DS|1
ELSCINT1|01F1|4B|Collimation|SH|1
ELSCINT1|01F1|4C|DOSE Right DOM|SH|1
ELSCINT1|01F1|4D|Adaptive Filter|SH|1
ELSCINT1|01F1|4E|Scan Type|SH|1
ELSCINT1|01F3|11|PS Sequence|SQ|1
ELSCINT1|01F7|9B|iDose Level|IS|1
ELSCINT1|01F9|01|Mar Filter|LO|1
ELSCINT1|01F9|02|Recon Increment|DS|1
ELSCINT1|01F9|03|CTDIw|DS|1
ELSCINT1|01F9|04|Couch Direction|IS|1
ELSCINT1|01F9|05|Series No In Acquisition|IS|1
ELSCINT1|01F9|07|Dose Right ACS|SH|1
ELSCINT1|01F9|08|Left DMS Tmp Diff|DS|1
ELSCINT1|01F9|09|Right DMS Tmp Diff|DS|1
ELSCINT1|01F9|10|Dose Right Noise|LO|1
ELSCINT1|01F9|11|Zero Position|DS|1
ELSCINT1|01F9|12|Show Couch Position|DS|1
ELSCINT1|01F9|13|Recon Mode|IS|1
ELSCINT1|01F9|14|Water Size|DS|1
ELSCINT1|01F9|15|Digital Tilt|DS|1
ELSCINT1|01F9|16|Scan Arc|DS|1
ELSCINT1|0601|00|Implementation Version|SH|1
ELSCINT1|0601|20|Relative Table Position|DS|1
ELSCINT1|0601|21|Relative Table Height|DS|1
ELSCINT1|0601|30|Surview Direction|SH|1
ELSCINT1|0601|31|Surview Length|DS|1
ELSCINT1|0601|50|Image View Type|SH|1
ELSCINT1|0601|70|Batch Number|DS|1
ELSCINT1|0601|71|Batch Size|DS|1
ELSCINT1|0601|72|Batch Slice Number|DS|1
ELSCINT1|07A1|01|number of series in study|UL|1
ELSCINT1|07A1|02|number of images in series|UL|1
ELSCINT1|07A1|03|last update time|UL|1
ELSCINT1|07A1|04|last update date|UL|1
ELSCINT1|07A1|0A|Tamar Compressed Pixel Data|OB|1
ELSCINT1|07A1|10|Tamar Software Version|LO|1
ELSCINT1|07A1|11|Tamar Compression Type|CS|1
ELSCINT1|07A1|14|protection flag|LO|1
ELSCINT1|07A1|2A|Tamar Study Status|CS|1
ELSCINT1|07A1|36|Tamar Source Ae|AE|1
ELSCINT1|07A1|40|Tamar Study Body Part|CS|1
ELSCINT1|07A1|50|Tamar Site Id|US|1
ELSCINT1|07A1|85|Tamar Translate Flags|UL|1
ELSCINT1|07A3|01|Tamar Exe Software Version|LO|1
ELSCINT1|07A3|03|Tamar Study Has Sticky Note|CS|1
ELSCINT1|07A3|10|Tamar Original Curve Desc|LO|1
ELSCINT1|07A3|34|Tamar Study Age|SH|1
ELSCINT1|6001|10|Text Overlay Flag|CS|1
Eclipse 60|0029|30|Private data|UL|1
Eclipse 60|0029|31|Private data|UL|1
Eclipse 60|0029|32|Private data|UL|1
Eclipse 60|0029|33|Private data|DS|1
Eclipse 60|0029|34|Private data|DS|1
Eclipse 60|0029|36|Private data|SL|1
Eclipse 60|0029|40|Private data|CS|1
Eclipse 60|0029|50|Private data|CS|1
Eclipse 60|0029|51|Private data|UL|1
Eclipse 60|0029|52|Private data|UL|1
Eclipse 60|0029|53|Private data|DS|1
Eclipse 60|0029|54|Private data|UL|1
Eclipse 60|0029|55|Private data|FL|1
Eclipse 60|0029|56|Private data|US|1
Eclipse 60|0029|60|Private data|LO|1
Eclipse 60|0031|30|Private data|UL|1
Eclipse 60|0031|31|Private data|UL|1
Eclipse 60|0031|32|Private data|LO|1
Eclipse 60|0031|33|Private data|UL|1
Eclipse 60|0031|34|Private data|UL|1
Eclipse 60|0031|35|Private data|UL|1
Eclipse 60|200D|01|Private data|LO|1
Eclipse 60|200D|02|Private data|LO|1
Eclipse 60|200D|03|Private data|LO|1
Eclipse 60|200D|04|Private data|LO|1
Eclipse 60|200D|05|Private data|LO|1
Eclipse 60|200D|06|Private data|LO|1
Eclipse 60|200D|07|Private data|LO|1
Eclipse 60|200D|08|Private data|LO|1
Eclipse 60|200D|09|Private data|LO|1
Eclipse 60|200D|0A|Private data|IS|1
Eclipse 60|200D|0B|Private data|OB|1
Eclipse 60|200D|0C|Private data|IS|1
Eclipse 60|200D|0D|Private data|UL|1
Eclipse 60|200D|0E|Private data|IS|1
Eclipse 60|200D|0F|Private data|IS|1
Eclipse 60|200D|10|Private data|IS|1
Eclipse 60|200D|11|Private data|IS|1
Eclipse 60|200D|12|Private data|OB|1
Eclipse 60|200D|13|Private data|IS|1
Eclipse 60|200D|14|Private data|IS|1
Eclipse 60|200D|15|Private data|IS|1
Eclipse 60|200D|1A|Private data|IS|1
Eclipse 60|200D|1B|Private data|IS|1
Eclipse 60|200D|20|Private data|SQ|1
Eclipse 60|200D|27|Private data|FD|1
Eclipse 60|200D|28|Private data|FD|1
Eclipse 60|200D|30|Private data|LO|1
Eclipse 60|200D|31|Private data|LO|1
Eclipse 60|200D|32|Private data|LO|1
Eclipse 60|200D|33|Private data|LO|1
Eclipse 60|200D|34|Private data|LO|1
Eclipse 60|200D|35|Private data|LO|1
Eclipse 60|200D|36|Private data|LO|1
Eclipse 60|200D|37|Private data|LO|1
Eclipse 60|200D|38|Private data|LO|1
Eclipse 60|200D|39|Private data|LO|1
Eclipse 60|200D|3A|Private data|LO|1
Eclipse 60|200D|50|Private data|CS|1
Eclipse 60|200D|51|Private data|CS|1
Eclipse 60|200D|52|Private data|FD|1
Eclipse 60|200D|53|Private data|CS|1
Eclipse 60|200D|54|Private data|CS|1
Eclipse 60|200D|55|Private data|FD|1
Eclipse 60|200D|56|Private data|FD|1
Eclipse 60|200D|57|Private data|FD|1
Eclipse 60|200D|58|Private data|IS|1
Eclipse 60|200D|59|Private data|FD|1
Eclipse 60|200D|5A|Private data|FD|1
Eclipse 60|200D|5D|Private data|CS|1
Eclipse 60|200D|5E|Private data|CS|1
Eclipse 60|200D|FF|Private data|IS|1
Eclipse 60|7777|01|Private data|DA|1
Eclipse 60|7777|02|Private data|CS|1
Eclipse 60|7777|03|Private data|LO|1
Eclipse 60|7777|10|Private data|LO|1
Eclipse 60|7777|14|Private data|LT|1
FDMS 1.0|0009|04|Image Control Unit|SH|1
FDMS 1.0|0009|05|Image UID|OW|1
FDMS 1.0|0009|06|Route Image UID|OW|1
FDMS 1.0|0009|08|Image Display Information Version No.|UL|1
FDMS 1.0|0009|09|Patient Information Version No.|UL|1
FDMS 1.0|0009|0C|Film UID|OW|1
FDMS 1.0|0009|10|Exposure Unit Type Code|CS|1
FDMS 1.0|0009|80|Kanji Hospital Name|LO|1
FDMS 1.0|0009|90|Distribution Code|ST|1
FDMS 1.0|0009|92|Kanji Department Name|SH|1
FDMS 1.0|0009|F0|Blackening Process Flag|CS|1
FDMS 1.0|0009|F1|Processing Information Flag|ST|1
FDMS 1.0|0019|15|Kanji Body Part for Exposure|LO|1
FDMS 1.0|0019|30|Menu Character String|LO|1
FDMS 1.0|0019|32|Kanji Menu Name|LO|1
FDMS 1.0|0019|40|Image Processing Type|CS|1
FDMS 1.0|0019|50|EDR Mode|CS|1
FDMS 1.0|0019|60|Radiographer''s Code|SH|1
FDMS 1.0|0019|70|Split Exposure Format|IS|1
FDMS 1.0|0019|71|No. of Split Exposure Frames|IS|1
FDMS 1.0|0019|80|Reading Position Specification|IS|1
FDMS 1.0|0019|81|Reading Sensitivity Center|IS|1
FDMS 1.0|0019|90|Film Annotation Character String 1|SH|1
FDMS 1.0|0019|91|Film Annotation Character String 2|SH|1
FDMS 1.0|0019|A0|Exposure Status Sequence|SQ|1
FDMS 1.0|0019|A1|Exposure Status|CS|1
FDMS 1.0|0019|A2|Exposure Kind|CS|1
FDMS 1.0|0021|10|FCR Image ID|CS|1
FDMS 1.0|0021|30|Set No.|CS|1
FDMS 1.0|0021|40|Image No. in the Set|IS|1
FDMS 1.0|0021|50|Pair Processing Information|CS|1
FDMS 1.0|0021|70|Film Number within the Series|IS|1
FDMS 1.0|0021|80|Equipment Type-Specific Information|OB|1
FDMS 1.0|0021|90|LUT Number|CS|1
FDMS 1.0|0023|10|Left-image Processing Parameter Sequence|SQ|1
FDMS 1.0|0023|20|Right-image Processing Parameter Sequence|SQ|1
FDMS 1.0|0023|30|Single-image Processing Parameter Sequence|SQ|1
FDMS 1.0|0025|10|Relative Light Emission Amount Sk|US|1
FDMS 1.0|0025|11|Term of Correction for Each IP Type St|US|1
FDMS 1.0|0025|12|Reading Gain Gp|US|1
FDMS 1.0|0025|13|Latitude|US|1
FDMS 1.0|0025|15|Image Processing Selection Flag|CS|1
FDMS 1.0|0025|16|Min|US|1
FDMS 1.0|0025|17|Max|US|1
FDMS 1.0|0025|20|Sensitivity Shift (S-SHFT)|US|2
FDMS 1.0|0025|21|Contrast Shift (C-SHIFT)|US|1
FDMS 1.0|0025|30|GT|US|1
FDMS 1.0|0025|31|GA|SS|1
FDMS 1.0|0025|32|GC|US|1
FDMS 1.0|0025|33|GS|SS|1
FDMS 1.0|0025|34|tan θ|SS|1
FDMS 1.0|0025|40|RT|US|1
FDMS 1.0|0025|41|RN|US|1
FDMS 1.0|0025|42|RE|US|1
FDMS 1.0|0025|43|N|US|1
FDMS 1.0|0025|50|DRT|US|1
FDMS 1.0|0025|51|DRN|US|1
FDMS 1.0|0025|52|DRE|US|1
FDMS 1.0|0025|53|DN|US|1
FDMS 1.0|0025|60|ORN|US|1
FDMS 1.0|0025|61|ORE|US|1
FDMS 1.0|0025|62|ON|US|1
FDMS 1.0|0025|63|ORD|CS|1
FDMS 1.0|0025|70|MDT|US|1
FDMS 1.0|0025|71|MDB|US|1
FDMS 1.0|0025|72|MDE|US|1
FDMS 1.0|0025|73|MFP-DRC Suppression Characteristics Parameters|US|1-n
FDMS 1.0|0025|74|MFP-DRC Frequency Characteristics Parameters|US|1-n
FDMS 1.0|0025|80|MRT|US|1
FDMS 1.0|0025|81|MRB|US|1
FDMS 1.0|0025|82|MRE|US|1
FDMS 1.0|0025|83|MFP-USM Suppression Characteristics Parameters|US|1-n
FDMS 1.0|0025|84|MFP-USM Frequency Characteristics Parameters|US|1-n
FDMS 1.0|0025|90|PTE (α edge)|US|1
FDMS 1.0|0025|91|PTR (α calc)|US|1
FDMS 1.0|0025|92|PRN|US|1
FDMS 1.0|0025|93|PRE|US|1
FDMS 1.0|0025|94|PEM Sstd|US|1
FDMS 1.0|0025|95|PEM Lstd|US|1
FDMS 1.0|0025|96|PEM Unsharp Mask Value N|CS|1
FDMS 1.0|0025|A0|MFP GT|US|1
FDMS 1.0|0025|A1|MFP GA|SS|1
FDMS 1.0|0025|A2|MFP GC|US|1
FDMS 1.0|0025|A3|MFP GS|SS|1
FDMS 1.0|0027|10|γ Raw Data Table Sequence|SQ|1
FDMS 1.0|0027|20|β Raw Data Table Sequence|SQ|1
FDMS 1.0|0027|30|DRC Raw Data Table Sequence|SQ|1
FDMS 1.0|0027|40|MFP-DRC Raw Data Table Sequence|SQ|1
FDMS 1.0|0027|50|MFP-USM Raw Data Table Sequence|SQ|1
FDMS 1.0|0027|60|PEM α Edge Raw Data Table Sequence|SQ|1
FDMS 1.0|0027|70|PEM α Calc Raw Data Table Sequence|SQ|1
FDMS 1.0|0027|80|MFP γ Raw Data Table Sequence|SQ|1
FDMS 1.0|0027|A0|No. of Data|IS|1
FDMS 1.0|0027|A1|Data Input Type|CS|2
FDMS 1.0|0027|A2|Data Output Type|CS|2
FDMS 1.0|0027|A3|Raw Data|US or SS|1-n
FDMS 1.0|0029|20|Image Scanning Direction|CS|1
FDMS 1.0|0029|25|Image Rotation/Reversal Information|CS|1
FDMS 1.0|0029|30|Extended Reading Size Value|CS|1
FDMS 1.0|0029|34|Mag./Reduc. Ratio|US|1
FDMS 1.0|0029|44|Line Density Code|CS|1
FDMS 1.0|0029|50|Data Compression Code|CS|1
FDMS 1.0|0032|32|Requesting Physician|PN|1
FDMS 1.0|0032|33|Requesting Service|LO|1
FDMS 1.0|2011|00|Trim Density|CS|1
FDMS 1.0|2011|01|Trim Width|IS|1
FDMS 1.0|2011|02|Image Mag./Reduc. Range|CS|1
FDMS 1.0|2011|10|Image Display Format|CS|1
FDMS 1.0|2011|11|Image Position Specifying Flag|CS|1
FDMS 1.0|2011|20|Interpolation A-VRS System Format|OW|1
FDMS 1.0|50F1|06|Energy Subtraction Param.|CS|1
FDMS 1.0|50F1|07|Subtraction Registration Result|CS|1
FDMS 1.0|50F1|08|Energy Subtraction Param. 2|CS|1
FDMS 1.0|50F1|09|Afin Conversion Coefficient|SL|1
FDMS 1.0|50F1|0A|FNC Parameters|SH|1
FDMS 1.0|50F1|10|Film Output Format|CS|1
FDMS 1.0|50F1|20|Image Processing Modification Flag|CS|1
FFP DATA|0009|01|CR Header Information|UN|1
GDCM CONFORMANCE TESTS|4D4D|01|Array Container Sequence|SQ|1
GDCM CONFORMANCE TESTS|4D4D|02|0-Filled Array|OB|1
GE ??? From Adantage Review CS|0019|30|CR EDR Mode|LO|1
GE ??? From Adantage Review CS|0019|40|CR Latitude|LO|1
GE ??? From Adantage Review CS|0019|50|CR Group Number|LO|1
GE ??? From Adantage Review CS|0019|70|CR Image Serial Number|LO|1
GE ??? From Adantage Review CS|0019|80|CR Bar Code Number|LO|1
GE ??? From Adantage Review CS|0019|90|CR Film Output Exposures|LO|1
GE LUT Asymmetry Parameter|0045|67|LUT Asymmetry|DS|1
GEHC_CT_ADVAPP_001|0053|20|ShuttleFlag|IS|1
GEHC_CT_ADVAPP_001|0053|21|TableSpeedNotReachesTargetFlag|IS|1
GEHC_CT_ADVAPP_001|0053|40|IterativeReconAnnotation|SH|1
GEHC_CT_ADVAPP_001|0053|41|IterativeReconMode|SH|1
GEHC_CT_ADVAPP_001|0053|42|IterativeReconConfiguration|LO|1
GEHC_CT_ADVAPP_001|0053|43|IterativeReconLevel|SH|1
GEHC_CT_ADVAPP_001|0053|60|reconFlipRotateAnno|SH|1
GEHC_CT_ADVAPP_001|0053|61|highResolutionFlag|SH|1
GEHC_CT_ADVAPP_001|0053|62|RespiratoryFlag|SH|1
GEIIS|0009|10|GE IIS Thumbnail Sequence|SQ|1
GEIIS|0029|10|Shift Count|UL|1
GEIIS|0029|12|Offset|UL|1
GEIIS|0029|14|Actual Frame Number|UL|1
GEIIS|0905|30|Assigning Authority For Patient ID|LO|1
GEIIS|0907|10|Original Study Instance UID|UI|1
GEIIS|0907|20|Original Series Instance UID|UI|1
GEIIS|0907|30|Original SOP Instance UID|UI|1
GEIIS|7FD1|10|GE IIS Compression ID|UL|1
GEIIS|7FD1|20|GE IIS Multiframe Offsets|UL|1
GEIIS PACS|0903|10|Reject Image Flag|US|1
GEIIS PACS|0903|11|Significant Flag|US|1
GEIIS PACS|0903|12|Confidential Flag|US|1
GEIIS PACS|0907|21|GEIIS_PREFETCH_ALGORITHM|US|1
GEIIS PACS|0907|22|GEIIS_LIMIT_RECENT_STUDIES|US|1
GEIIS PACS|0907|23|GEIIS_LIMIT_OLDEST_STUDIES|US|1
GEIIS PACS|0907|24|GEIIS_LIMIT_RECENT_MONTHS|US|1
GEIIS PACS|0907|31|GEIIS_EXCLUDE_STUDY_UIDS|UI|1-n
GEMS-IT/Centricity RA600/7.0|4113|10|Number of images in study|UI|1
GEMS_3DSTATE_001|0047|D6|General Description|ST|1
GEMS_3DSTATE_001|0047|D7|TDRT|CS|1
GEMS_3DSTATE_001|0047|D8|NVRP|US|1
GEMS_3DSTATE_001|0047|D9|CVRPN|US|1
GEMS_3DSTATE_001|0047|DA|Volume Rendering Presets Sequence|SQ|1
GEMS_3DSTATE_001|0047|DB|Preset Name|LO|1
GEMS_3DSTATE_001|0047|DC|Opacity Curve X|SS|1-n
GEMS_3DSTATE_001|0047|DD|Opacity Curve Y|FL|1-n
GEMS_3DSTATE_001|0047|DE|NOCP|US|1
GEMS_3DSTATE_001|0047|DF|Color Curve X|SS|1-n
GEMS_3DSTATE_001|0047|E1|NCCP|US|1
GEMS_3DSTATE_001|0047|E2|GSA|CS|1
GEMS_3DSTATE_001|0047|E3|VRSF|CS|1
GEMS_3DSTATE_001|0047|E4|AF|FL|1
GEMS_3DSTATE_001|0047|E5|DF|FL|1
GEMS_3DSTATE_001|0047|E6|SCF|FL|1
GEMS_3DSTATE_001|0047|E7|SPF|FL|1
GEMS_3DSTATE_001|0047|E8|Orthogonal Clipping Planes|FL|24
GEMS_3DSTATE_001|0047|E9|CP|FL|3
GEMS_3DSTATE_001|0047|EA|CFP|DS|3
GEMS_3DSTATE_001|0047|EB|CVU|DS|3
GEMS_3DSTATE_001|0047|EC|RFOV|FL|1
GEMS_3DSTATE_001|0047|ED|PPRP|CS|1
GEMS_3DSTATE_001|0047|EE|3DWW|DS|1
GEMS_3DSTATE_001|0047|EF|3DWL|DS|1
GEMS_3DSTATE_001|0047|F0|BBV|CS|1
GEMS_3DSTATE_001|0047|F1|ERF|CS|1
GEMS_3DSTATE_001|0047|F2|TDRMS|US|1
GEMS_3DSTATE_001|0047|F3|TDSSS|FL|1
GEMS_ACQU_01|0019|02|Detector Channel|SL|1
GEMS_ACQU_01|0019|03|Cell number at Theta|DS|1
GEMS_ACQU_01|0019|04|Cell spacing|DS|1
GEMS_ACQU_01|0019|0F|Horiz. Frame of ref.|DS|1
GEMS_ACQU_01|0019|11|Series contrast|SS|1
GEMS_ACQU_01|0019|12|Last pseq|SS|1
GEMS_ACQU_01|0019|13|Start number for baseline|SS|1
GEMS_ACQU_01|0019|14|End number for baseline|SS|1
GEMS_ACQU_01|0019|15|Start number for enhanced scans|SS|1
GEMS_ACQU_01|0019|16|End number for enhanced scans|SS|1
GEMS_ACQU_01|0019|17|Series plane|SS|1
GEMS_ACQU_01|0019|18|First scan ras|LO|1
GEMS_ACQU_01|0019|19|First scan location|DS|1
GEMS_ACQU_01|0019|1A|Last scan ras|LO|1
GEMS_ACQU_01|0019|1B|Last scan loc|DS|1
GEMS_ACQU_01|0019|1E|Display field of view|DS|1
GEMS_ACQU_01|0019|23|Table Speed [mm/rotation]|DS|1
GEMS_ACQU_01|0019|24|Mid Scan Time [sec]|DS|1
GEMS_ACQU_01|0019|25|Mid scan flag|SS|1
GEMS_ACQU_01|0019|26|Tube Azimuth [degree]|SL|1
GEMS_ACQU_01|0019|27|Rotation Speed [msec]|DS|1
GEMS_ACQU_01|0019|2A|x-ray On position|DS|1
GEMS_ACQU_01|0019|2B|x-ray Off position|DS|1
GEMS_ACQU_01|0019|2C|Number of triggers|SL|1
GEMS_ACQU_01|0019|2E|Angle of first view|DS|1
GEMS_ACQU_01|0019|2F|Trigger frequency|DS|1
GEMS_ACQU_01|0019|39|SFOV Type|SS|1
GEMS_ACQU_01|0019|40|Stat recon flag|SS|1
GEMS_ACQU_01|0019|41|Compute type|SS|1
GEMS_ACQU_01|0019|42|Segment Number|SS|1
GEMS_ACQU_01|0019|43|Total Segments Required|SS|1
GEMS_ACQU_01|0019|44|Interscan delay|DS|1
GEMS_ACQU_01|0019|47|View compression factor|SS|1
GEMS_ACQU_01|0019|4A|Total no. of ref channels|SS|1
GEMS_ACQU_01|0019|4B|Data size for scan data|SL|1
GEMS_ACQU_01|0019|52|Recon post proc. Flag|SS|1
GEMS_ACQU_01|0019|57|CT water number|SS|1
GEMS_ACQU_01|0019|58|CT bone number|SS|1
GEMS_ACQU_01|0019|5A|Acquisition Duration|FL|1
GEMS_ACQU_01|0019|5E|Number of channels (1...512)|SL|1
GEMS_ACQU_01|0019|5F|Increment between channels|SL|1
GEMS_ACQU_01|0019|60|Starting view|SL|1
GEMS_ACQU_01|0019|61|Number of views|SL|1
GEMS_ACQU_01|0019|62|Increment between views|SL|1
GEMS_ACQU_01|0019|6A|Dependent on #views processed|SS|1
GEMS_ACQU_01|0019|6B|Field of view in detector cells|SS|1
GEMS_ACQU_01|0019|70|Value of back projection button|SS|1
GEMS_ACQU_01|0019|71|Set if fatq estimates were used|SS|1
GEMS_ACQU_01|0019|72|Z chan avg over views|DS|1
GEMS_ACQU_01|0019|73|Avg of left ref chans over views|DS|1
GEMS_ACQU_01|0019|74|Max left chan over views|DS|1
GEMS_ACQU_01|0019|75|Avg of right ref chans over views|DS|1
GEMS_ACQU_01|0019|76|Max right chan over views|DS|1
GEMS_ACQU_01|0019|7D|Second echo|DS|1
GEMS_ACQU_01|0019|7E|Number of echoes|SS|1
GEMS_ACQU_01|0019|7F|Table delta|DS|1
GEMS_ACQU_01|0019|81|Contiguous|SS|1
GEMS_ACQU_01|0019|84|Peak SAR|DS|1
GEMS_ACQU_01|0019|85|Monitor SAR|SS|1
GEMS_ACQU_01|0019|87|Cardiac repetition time|DS|1
GEMS_ACQU_01|0019|88|Images per cardiac cycle|SS|1
GEMS_ACQU_01|0019|8A|Actual receive gain analog|SS|1
GEMS_ACQU_01|0019|8B|Actual receive gain digital|SS|1
GEMS_ACQU_01|0019|8D|Delay after trigger|DS|1
GEMS_ACQU_01|0019|8F|Swappf|SS|1
GEMS_ACQU_01|0019|90|Pause Interval|SS|1
GEMS_ACQU_01|0019|91|Pause Time|DS|1
GEMS_ACQU_01|0019|92|Slice offset on freq axis|SL|1
GEMS_ACQU_01|0019|93|Auto Prescan Center Frequency|DS|1
GEMS_ACQU_01|0019|94|Auto Prescan Transmit Gain|SS|1
GEMS_ACQU_01|0019|95|Auto Prescan Analog receiver gain|SS|1
GEMS_ACQU_01|0019|96|Auto Prescan Digital receiver gain|SS|1
GEMS_ACQU_01|0019|97|Bitmap defining CVs|SL|1
GEMS_ACQU_01|0019|98|Center freq. Method|SS|1
GEMS_ACQU_01|0019|9B|Pulse Sequence Mode|SS|1
GEMS_ACQU_01|0019|9C|Pulse Sequence Name|LO|1
GEMS_ACQU_01|0019|9D|Pulse Sequence Date|DT|1
GEMS_ACQU_01|0019|9E|Internal Pulse Sequence Name|LO|1
GEMS_ACQU_01|0019|9F|Transmitting Coil Type|SS|1
GEMS_ACQU_01|0019|A0|Surface Coil Type|SS|1
GEMS_ACQU_01|0019|A1|Extremity Coil flag|SS|1
GEMS_ACQU_01|0019|A2|Raw data run number|SL|1
GEMS_ACQU_01|0019|A3|Calibrated Field strength|UL|1
GEMS_ACQU_01|0019|A4|SAT fat/water/bone|SS|1
GEMS_ACQU_01|0019|A5|Receive bandwidth|DS|1
GEMS_ACQU_01|0019|A7|User data 0|DS|1
GEMS_ACQU_01|0019|A8|User data 1|DS|1
GEMS_ACQU_01|0019|A9|User data 2|DS|1
GEMS_ACQU_01|0019|AA|User data 3|DS|1
GEMS_ACQU_01|0019|AB|User data 4|DS|1
GEMS_ACQU_01|0019|AC|User data 5|DS|1
GEMS_ACQU_01|0019|AD|User data 6|DS|1
GEMS_ACQU_01|0019|AE|User data 7|DS|1
GEMS_ACQU_01|0019|AF|User data 8|DS|1
GEMS_ACQU_01|0019|B0|User data 9|DS|1
GEMS_ACQU_01|0019|B1|User data 10|DS|1
GEMS_ACQU_01|0019|B2|User data 11|DS|1
GEMS_ACQU_01|0019|B3|User data 12|DS|1
GEMS_ACQU_01|0019|B4|User data 13|DS|1
GEMS_ACQU_01|0019|B5|User data 14|DS|1
GEMS_ACQU_01|0019|B6|User data 15|DS|1
GEMS_ACQU_01|0019|B7|User data 16|DS|1
GEMS_ACQU_01|0019|B8|User data 17|DS|1
GEMS_ACQU_01|0019|B9|User data 18|DS|1
GEMS_ACQU_01|0019|BA|User data 19|DS|1
GEMS_ACQU_01|0019|BB|User data 20|DS|1
GEMS_ACQU_01|0019|BC|User data 21|DS|1
GEMS_ACQU_01|0019|BD|User data 22|DS|1
GEMS_ACQU_01|0019|BE|Projection angle|DS|1
GEMS_ACQU_01|0019|C0|Saturation planes|SS|1
GEMS_ACQU_01|0019|C1|Surface coil intensity|SS|1
GEMS_ACQU_01|0019|C2|SAT location R|SS|1
GEMS_ACQU_01|0019|C3|SAT location L|SS|1
GEMS_ACQU_01|0019|C4|SAT location A|SS|1
GEMS_ACQU_01|0019|C5|SAT location P|SS|1
GEMS_ACQU_01|0019|C6|SAT location H|SS|1
GEMS_ACQU_01|0019|C7|SAT location F|SS|1
GEMS_ACQU_01|0019|C8|SAT thickness R/L|SS|1
GEMS_ACQU_01|0019|C9|SAT thickness A/P|SS|1
GEMS_ACQU_01|0019|CA|SAT thickness H/F|SS|1
GEMS_ACQU_01|0019|CB|Phase Contrast flow axis|SS|1
GEMS_ACQU_01|0019|CC|Velocity encoding|SS|1
GEMS_ACQU_01|0019|CD|Thickness disclaimer|SS|1
GEMS_ACQU_01|0019|CE|Prescan type|SS|1
GEMS_ACQU_01|0019|CF|Prescan status|SS|1
GEMS_ACQU_01|0019|D0|Raw data type|SH|1
GEMS_ACQU_01|0019|D2|Projection Algorithm|SS|1
GEMS_ACQU_01|0019|D3|Projection Algorithm Name|SH|1
GEMS_ACQU_01|0019|D5|Fractional echo|SS|1
GEMS_ACQU_01|0019|D6|Prep pulse|SS|1
GEMS_ACQU_01|0019|D7|Cardiac phase number|SS|1
GEMS_ACQU_01|0019|D8|Variable echoflag|SS|1
GEMS_ACQU_01|0019|D9|Concatenated SAT {# DTI Diffusion Dir., release 9.0 & below}|DS|1
GEMS_ACQU_01|0019|DA|Reference channel used|SS|1
GEMS_ACQU_01|0019|DB|Back projector coefficient|DS|1
GEMS_ACQU_01|0019|DC|Primary speed correction used|SS|1
GEMS_ACQU_01|0019|DD|Overrange correction used|SS|1
GEMS_ACQU_01|0019|DE|Dynamic Z alpha value|DS|1
GEMS_ACQU_01|0019|DF|User data 23 {# DTI Diffusion Dir., release 9.0 & below}|DS|1
GEMS_ACQU_01|0019|E0|User data 24 {# DTI Diffusion Dir., release 10.0 & above}|DS|1
GEMS_ACQU_01|0019|E2|Velocity Encode Scale|DS|1
GEMS_ACQU_01|0019|F2|Fast phases|SS|1
GEMS_ACQU_01|0019|F9|Transmit gain|DS|1
GEMS_ACQU_01|0019|XX|Private Element Creator|LO|1
GEMS_ACRQA_1.0 BLOCK1|0023|00|CR Exposure Menu Code|LO|1
GEMS_ACRQA_1.0 BLOCK1|0023|10|CR Exposure Menu String|LO|1
GEMS_ACRQA_1.0 BLOCK1|0023|20|CR EDR Mode|LO|1
GEMS_ACRQA_1.0 BLOCK1|0023|30|CR Latitude|LO|1
GEMS_ACRQA_1.0 BLOCK1|0023|40|CR Group Number|LO|1
GEMS_ACRQA_1.0 BLOCK1|0023|50|CR Image Serial Number|US|1
GEMS_ACRQA_1.0 BLOCK1|0023|60|CR Bar Code Number|LO|1
GEMS_ACRQA_1.0 BLOCK1|0023|70|CR Film Output Exposure|LO|1
GEMS_ACRQA_1.0 BLOCK1|0023|80|CR Film Format|LO|1
GEMS_ACRQA_1.0 BLOCK1|0023|90|CR S-Shift String|LO|1
GEMS_ACRQA_1.0 BLOCK2|0023|00|CR S-Shift|US|1
GEMS_ACRQA_1.0 BLOCK2|0023|10|CR C-Shift|DS|1
GEMS_ACRQA_1.0 BLOCK2|0023|20|CR GT|DS|1
GEMS_ACRQA_1.0 BLOCK2|0023|30|CR GA|DS|1
GEMS_ACRQA_1.0 BLOCK2|0023|40|CR GC|DS|1
GEMS_ACRQA_1.0 BLOCK2|0023|50|CR GS|DS|1
GEMS_ACRQA_1.0 BLOCK2|0023|60|CR RT|DS|1
GEMS_ACRQA_1.0 BLOCK2|0023|70|CR RE|DS|1
GEMS_ACRQA_1.0 BLOCK2|0023|80|CR RN|US|1
GEMS_ACRQA_1.0 BLOCK2|0023|90|CR DRT|DS|1
GEMS_ACRQA_1.0 BLOCK3|0023|00|CR DRE|DS|1
GEMS_ACRQA_1.0 BLOCK3|0023|10|CR DRN|US|1
GEMS_ACRQA_1.0 BLOCK3|0023|20|CR ORE|DS|1
GEMS_ACRQA_1.0 BLOCK3|0023|30|CR ORN|US|1
GEMS_ACRQA_1.0 BLOCK3|0023|40|CR ORD|US|1
GEMS_ACRQA_1.0 BLOCK3|0023|50|CR Cassette Size|LO|1
GEMS_ACRQA_1.0 BLOCK3|0023|60|CR Machine ID|LO|1
GEMS_ACRQA_1.0 BLOCK3|0023|70|CR Machine Type|LO|1
GEMS_ACRQA_1.0 BLOCK3|0023|80|CR Technician Code|LO|1
GEMS_ACRQA_1.0 BLOCK3|0023|90|CR ES Parameters|LO|1
GEMS_ACRQA_2.0 BLOCK1|0023|00|CR Exposure Menu Code|LO|1
GEMS_ACRQA_2.0 BLOCK1|0023|10|CR Exposure Menu String|LO|1
GEMS_ACRQA_2.0 BLOCK1|0023|20|CR EDR Mode|LO|1
GEMS_ACRQA_2.0 BLOCK1|0023|30|CR Latitude|LO|1
GEMS_ACRQA_2.0 BLOCK1|0023|40|CR Group Number|LO|1
GEMS_ACRQA_2.0 BLOCK1|0023|50|CR Image Serial Number|US|1
GEMS_ACRQA_2.0 BLOCK1|0023|60|CR Bar Code Number|LO|1
GEMS_ACRQA_2.0 BLOCK1|0023|70|CR Film Output Exposure|LO|1
GEMS_ACRQA_2.0 BLOCK1|0023|80|CR Film Format|LO|1
GEMS_ACRQA_2.0 BLOCK1|0023|90|CR S Shift String|LO|1
GEMS_ACRQA_2.0 BLOCK2|0023|00|CR S Shift|US|1
GEMS_ACRQA_2.0 BLOCK2|0023|10|CR C Shift|LO|1
GEMS_ACRQA_2.0 BLOCK2|0023|20|CR GT|LO|1
GEMS_ACRQA_2.0 BLOCK2|0023|30|CR GA|DS|1
GEMS_ACRQA_2.0 BLOCK2|0023|40|CR GC|DS|1
GEMS_ACRQA_2.0 BLOCK2|0023|50|CR GS|DS|1
GEMS_ACRQA_2.0 BLOCK2|0023|60|CR RT|LO|1
GEMS_ACRQA_2.0 BLOCK2|0023|70|CR RE|DS|1
GEMS_ACRQA_2.0 BLOCK2|0023|80|CR RN|US|1
GEMS_ACRQA_2.0 BLOCK2|0023|90|CR DRT|DS|1
GEMS_ACRQA_2.0 BLOCK3|0023|00|CR DRE|DS|1
GEMS_ACRQA_2.0 BLOCK3|0023|10|CR DRN|US|1
GEMS_ACRQA_2.0 BLOCK3|0023|20|CR ORE|DS|1
GEMS_ACRQA_2.0 BLOCK3|0023|30|CR ORN|US|1
GEMS_ACRQA_2.0 BLOCK3|0023|40|CR ORD|US|1
GEMS_ACRQA_2.0 BLOCK3|0023|50|CR Cassette Size|LO|1
GEMS_ACRQA_2.0 BLOCK3|0023|60|CR Machine ID|LO|1
GEMS_ACRQA_2.0 BLOCK3|0023|70|CR Machine Type|LO|1
GEMS_ACRQA_2.0 BLOCK3|0023|80|CR Technician Code|LO|1
GEMS_ACRQA_2.0 BLOCK3|0023|90|CR Energy Subtraction Parameters|LO|1
GEMS_ACRQA_2.0 BLOCK3|0023|F0|CR Distribution Code|LO|1
GEMS_ACRQA_2.0 BLOCK3|0023|FF|CR Shutters Applied|US|1
GEMS_ADWSoft_3D1|0047|01|Reconstruction Parameters Sequence|SQ|1
GEMS_ADWSoft_3D1|0047|49|Volume Color|UL|3-n
GEMS_ADWSoft_3D1|0047|50|Volume Voxel Count|UL|1
GEMS_ADWSoft_3D1|0047|51|Volume Segment Count|UL|1-n
GEMS_ADWSoft_3D1|0047|53|Volume Slice Size|US|1
GEMS_ADWSoft_3D1|0047|54|Volume Slice Count|US|1
GEMS_ADWSoft_3D1|0047|55|Volume Threshold Value|SL|1
GEMS_ADWSoft_3D1|0047|57|Volume Voxel Ratio|DS|1
GEMS_ADWSoft_3D1|0047|58|Volume Voxel Size|DS|1
GEMS_ADWSoft_3D1|0047|59|Volume Z Position Size|US|1
GEMS_ADWSoft_3D1|0047|60|Volume Base Line|DS|9
GEMS_ADWSoft_3D1|0047|61|Volume Center Point|DS|3
GEMS_ADWSoft_3D1|0047|63|Volume Skew Base|SL|1
GEMS_ADWSoft_3D1|0047|64|Volume Registration Transform Rotation Matrix|DS|9
GEMS_ADWSoft_3D1|0047|65|Volume Registration Transform Translation Vector|DS|3
GEMS_ADWSoft_3D1|0047|66|Volume Tilt|DS|1
GEMS_ADWSoft_3D1|0047|70|KPV List|DS|1-n
GEMS_ADWSoft_3D1|0047|71|X-Ray Tube Current List|IS|1-n
GEMS_ADWSoft_3D1|0047|72|Exposure List|IS|1-n
GEMS_ADWSoft_3D1|0047|80|Acquisition DLX Identifier|LO|1
GEMS_ADWSoft_3D1|0047|81|Acquisition DLX 2D Series Count|IS|1
GEMS_ADWSoft_3D1|0047|85|Acquisition DLX 2D Series Sequence|SQ|1
GEMS_ADWSoft_3D1|0047|89|Contrast Agent Volume List|DS|1-n
GEMS_ADWSoft_3D1|0047|8A|Number Of Injections|US|1
GEMS_ADWSoft_3D1|0047|8B|Frame Count|US|1
GEMS_ADWSoft_3D1|0047|91|XA 3D Reconstruction Algorithm Name|LO|1
GEMS_ADWSoft_3D1|0047|92|XA 3D Reconstruction Algorithm Version|CS|1
GEMS_ADWSoft_3D1|0047|93|DLX Calibration Date|DA|1
GEMS_ADWSoft_3D1|0047|94|DLX Calibration Time|TM|1
GEMS_ADWSoft_3D1|0047|95|DLX Calibration Status|CS|1
GEMS_ADWSoft_3D1|0047|96|Used Frames|IS|1-n
GEMS_ADWSoft_3D1|0047|98|Transform Count|US|1
GEMS_ADWSoft_3D1|0047|99|Transform Sequence|SQ|1
GEMS_ADWSoft_3D1|0047|9A|Transform Rotation Matrix|DS|9
GEMS_ADWSoft_3D1|0047|9B|Transform Translation Vector|DS|3
GEMS_ADWSoft_3D1|0047|9C|Transform Label|LO|1
GEMS_ADWSoft_3D1|0047|B0|Wireframe List|SQ|1
GEMS_ADWSoft_3D1|0047|B1|Wireframe Count|US|1
GEMS_ADWSoft_3D1|0047|B2|Location System|US|1
GEMS_ADWSoft_3D1|0047|B5|Wireframe Name|LO|1
GEMS_ADWSoft_3D1|0047|B6|Wireframe Group Name|LO|1
GEMS_ADWSoft_3D1|0047|B7|Wireframe Color|LO|1
GEMS_ADWSoft_3D1|0047|B8|Wireframe Attributes|SL|1
GEMS_ADWSoft_3D1|0047|B9|Wireframe Point Count|SL|1
GEMS_ADWSoft_3D1|0047|BA|Wireframe Timestamp|SL|1
GEMS_ADWSoft_3D1|0047|BB|Wireframe Point List|SQ|1
GEMS_ADWSoft_3D1|0047|BC|Wireframe Points Coordinates|DS|3
GEMS_ADWSoft_3D1|0047|C0|Volume Upper Left High Corner RAS|DS|3
GEMS_ADWSoft_3D1|0047|C1|Volume Slice To RAS Rotation Matrix|DS|9
GEMS_ADWSoft_3D1|0047|C2|Volume Upper Left High Corner TLOC|DS|1
GEMS_ADWSoft_3D1|0047|D1|Volume Segment List|OB|1
GEMS_ADWSoft_3D1|0047|D2|Volume Gradient List|OB|1
GEMS_ADWSoft_3D1|0047|D3|Volume Density List|OB|1
GEMS_ADWSoft_3D1|0047|D4|Volume Z Position List|OB|1
GEMS_ADWSoft_3D1|0047|D5|Volume Original Index List|OB|1
GEMS_ADWSoft_3D1|0047|F4|Volume Name(s)|LO|1-n
GEMS_ADWSoft_3D1|0047|F5|Min original density|DS|1-n
GEMS_ADWSoft_3D1|0047|F6|Max original density|DS|1-n
GEMS_ADWSoft_3D1|0047|F7|Min Converted Density|DS|1-n
GEMS_ADWSoft_3D1|0047|F8|Max Converted Density|DS|1-n
GEMS_ADWSoft_3D1|0047|F9|Protocol Film Name|LO|1
GEMS_ADWSoft_3D1|0047|FA|Protocol Resolution|US|1
GEMS_ADWSoft_3D1|0047|FB|Phase Number (percent)|US|1
GEMS_ADWSoft_3D1|0047|FC|Volume midscan times list|OB|1
GEMS_ADWSoft_3D1|0047|FD|Volume Registered Phases List|OB|1
GEMS_ADWSoft_3D1|0047|FE|Protocol Name|LO|1
GEMS_ADWSoft_3D1|0047|FF|Protocol Title|LO|1
GEMS_ADWSoft_3D2|0057|01|Cardiac Reconstruction Algorithm List|OB|1
GEMS_ADWSoft_3D2|0057|02|Average Heart Rate for Image List|OB|1
GEMS_ADWSoft_3D2|0057|03|Temporal Resolution List|OB|1
GEMS_ADWSoft_3D2|0057|04|Layout View Preset|LT|1
GEMS_ADWSoft_DPO|0039|80|Private Entity Number|IS|1
GEMS_ADWSoft_DPO|0039|85|Private Entity Date|DA|1
GEMS_ADWSoft_DPO|0039|90|Private Entity Time|TM|1
GEMS_ADWSoft_DPO|0039|95|Private Entity Launch Command|LO|1
GEMS_ADWSoft_DPO|0039|AA|Private Entity Type|CS|1
GEMS_ADWSoft_DPO1|0039|80|Private Entity Number|IS|1
GEMS_ADWSoft_DPO1|0039|85|Private Entity Date|DA|1
GEMS_ADWSoft_DPO1|0039|90|Private Entity Time|TM|1
GEMS_ADWSoft_DPO1|0039|95|Private Entity Launch Command|LO|1
GEMS_ADWSoft_DPO1|0039|AA|Private Entity Type|CS|1
GEMS_AWSOFT_CD1|0039|65|Reference to Study UID|UI|1
GEMS_AWSOFT_CD1|0039|70|Reference to Series UID|UI|1
GEMS_AWSOFT_CD1|0039|75|Reference to Original Instance|IS|1
GEMS_AWSOFT_CD1|0039|80|DPO Number|IS|1
GEMS_AWSOFT_CD1|0039|85|DPO Date|DA|1
GEMS_AWSOFT_CD1|0039|90|DPO Time|TM|1
GEMS_AWSOFT_CD1|0039|95|DPO Invocation String|LO|1
GEMS_AWSOFT_CD1|0039|AA|DPO type|CS|1
GEMS_AWSOFT_CD1|0039|FF|DPO data|OB|1
GEMS_AWSoft_SB1|0039|50|Reference to Study UID|UI|1
GEMS_AWSoft_SB1|0039|51|Reference to Series UID|UI|1
GEMS_AWSoft_SB1|0039|52|Reference to Original Instance Number|IS|1
GEMS_AWSoft_SB1|0039|95|Private Entity Launch Command|LO|1
GEMS_CT_CARDIAC_001|0049|01|CT Cardiac Sequence|SQ|1
GEMS_CT_CARDIAC_001|0049|02|HeartRateAtConfirm|CS|1
GEMS_CT_CARDIAC_001|0049|03|AvgHeartRatePriorToConfirm|FL|1
GEMS_CT_CARDIAC_001|0049|04|MinHeartRatePriorToConfirm|CS|1
GEMS_CT_CARDIAC_001|0049|05|MaxHeartRatePriorToConfirm|CS|1
GEMS_CT_CARDIAC_001|0049|06|StdDevHeartRatePriorToConfirm|FL|1
GEMS_CT_CARDIAC_001|0049|07|NumHeartRateSamplesPriorToConfirm|US|1
GEMS_CT_CARDIAC_001|0049|08|AutoHeartRateDetectPredict|CS|1
GEMS_CT_CARDIAC_001|0049|09|SystemOptimizedHeartRate|CS|1
GEMS_CT_CARDIAC_001|0049|0A|EkgMonitorType|ST|1
GEMS_CT_CARDIAC_001|0049|0B|NumReconSectors|CS|1
GEMS_CT_CARDIAC_001|0049|0C|RpeakTimeStamps|FL|256
GEMS_CT_HINO_01|004B|01|Beam Thickess|DS|1-n
GEMS_CT_HINO_01|004B|02|R Time|DS|1-n
GEMS_CT_HINO_01|004B|03|HBC Number|IS|1
GEMS_CT_VES_01|0051|01|CTVESSequence|SQ|1
GEMS_DLX_DOSE_01|0027|01|Private Radiation Dose Sequence|SQ|1
GEMS_DLX_DOSE_01|0027|02|Run Number|IS|1
GEMS_DLX_DOSE_01|0027|03|Run Time|TM|1
GEMS_DLX_DOSE_01|0027|04|Number of Frames|IS|1
GEMS_DLX_DOSE_01|0027|05|Frames per Second|DS|1
GEMS_DLX_DOSE_01|0027|06|Plane|CS|1
GEMS_DLX_DOSE_01|0027|07|KV|DS|1
GEMS_DLX_DOSE_01|0027|08|MA|DS|1
GEMS_DLX_DOSE_01|0027|09|Mas|DS|1
GEMS_DLX_DOSE_01|0027|10|Ms|DS|1
GEMS_DLX_DOSE_01|0027|11|Angulation|DS|1
GEMS_DLX_DOSE_01|0027|12|Rotation|DS|1
GEMS_DLX_DOSE_01|0027|13|Focal Distance|DS|1
GEMS_DLX_DOSE_01|0027|14|Image Intensifier Mode|DS|1
GEMS_DL_FRAME_01|0025|02|Frame Id|IS|1
GEMS_DL_FRAME_01|0025|03|Distance Source To Detector|DS|1
GEMS_DL_FRAME_01|0025|04|Distance Source To Patient|DS|1
GEMS_DL_FRAME_01|0025|05|Distance Source To Skin|DS|1
GEMS_DL_FRAME_01|0025|06|Positioner Primary Angle|DS|1
GEMS_DL_FRAME_01|0025|07|Positioner Secondary Angle|DS|1
GEMS_DL_FRAME_01|0025|08|Beam Orientation|IS|1
GEMS_DL_FRAME_01|0025|09|Larm Angle|DS|1
GEMS_DL_FRAME_01|0025|0A|Frame Sequence|SQ|1
GEMS_DL_FRAME_01|0025|0B|Target Cnr|DS|1
GEMS_DL_FRAME_01|0025|10|Pivot Angle|DS|1
GEMS_DL_FRAME_01|0025|1A|Arc Angle|DS|1
GEMS_DL_FRAME_01|0025|1B|Table Vertical Position|DS|1
GEMS_DL_FRAME_01|0025|1C|Table Longitudinal Position|DS|1
GEMS_DL_FRAME_01|0025|1D|Table Lateral Position|DS|1
GEMS_DL_FRAME_01|0025|1E|Beam Cover Area|IS|1
GEMS_DL_FRAME_01|0025|1F|Kvp Actual|DS|1
GEMS_DL_FRAME_01|0025|20|Mas Actual|DS|1
GEMS_DL_FRAME_01|0025|21|Pw Actual|DS|1
GEMS_DL_FRAME_01|0025|22|Kvp Commanded|DS|1
GEMS_DL_FRAME_01|0025|23|Mas Commanded|DS|1
GEMS_DL_FRAME_01|0025|24|Pw Commanded|DS|1
GEMS_DL_FRAME_01|0025|25|Grid|CS|1
GEMS_DL_FRAME_01|0025|26|Sensor Feedback|DS|1
GEMS_DL_FRAME_01|0025|27|Target Entrance Dose|DS|1
GEMS_DL_FRAME_01|0025|28|Cnr Commanded|DS|1
GEMS_DL_FRAME_01|0025|29|Contrast Commanded|DS|1
GEMS_DL_FRAME_01|0025|2A|Ept Actual|DS|1
GEMS_DL_FRAME_01|0025|2B|Spectral Filter Znb|IS|1
GEMS_DL_FRAME_01|0025|2C|Spectral Filter Weight|DS|1
GEMS_DL_FRAME_01|0025|2D|Spectral Filter Density|DS|1
GEMS_DL_FRAME_01|0025|2E|Spectral Filter Thickness|IS|1
GEMS_DL_FRAME_01|0025|2F|Spectral Filter Status|IS|1
GEMS_DL_FRAME_01|0025|30|Fov Dimension|IS|1
GEMS_DL_FRAME_01|0025|33|Fov Origin|IS|1
GEMS_DL_FRAME_01|0025|34|Collimator Left Vertical Edge|IS|1
GEMS_DL_FRAME_01|0025|35|Collimator Right Vertical Edge|IS|1
GEMS_DL_FRAME_01|0025|36|Collimator Up Horizontal Edge|IS|1
GEMS_DL_FRAME_01|0025|37|Collimator Low Horizontal Edge|IS|1
GEMS_DL_FRAME_01|0025|38|Vertices Polygonal Collimator|IS|1
GEMS_DL_FRAME_01|0025|39|Contour Filter Distance|IS|1
GEMS_DL_FRAME_01|0025|3A|Contour Filter Angle|UL|1
GEMS_DL_FRAME_01|0025|3B|Table Rotation Status|CS|1
GEMS_DL_FRAME_01|0025|3C|Internal Label Frame|CS|1
GEMS_DL_IMG_01|0019|0B|Fov Dimension Double|DS|1
GEMS_DL_IMG_01|0019|0C|LV Diastolic contour|FL|2-2n
GEMS_DL_IMG_01|0019|0D|LV Systolic contour|FL|2-2n
GEMS_DL_IMG_01|0019|2B|Distance to table top|FL|1
GEMS_DL_IMG_01|0019|30|Image File Name|LO|1
GEMS_DL_IMG_01|0019|31|Default Spatial Filter Family|IS|1
GEMS_DL_IMG_01|0019|32|Default Spatial Filter Strength|IS|1
GEMS_DL_IMG_01|0019|33|Min Saturation Dose|DS|1
GEMS_DL_IMG_01|0019|34|Detector Gain|DS|1
GEMS_DL_IMG_01|0019|35|Patient Dose Limit|DS|1
GEMS_DL_IMG_01|0019|36|Preproc Image Rate Max|DS|1
GEMS_DL_IMG_01|0019|37|Sensor Roi Shape|CS|1
GEMS_DL_IMG_01|0019|38|Sensor Roi x Position|DS|1
GEMS_DL_IMG_01|0019|39|Sensor Roi y Position|DS|1
GEMS_DL_IMG_01|0019|3A|Sensor Roi x Size|DS|1
GEMS_DL_IMG_01|0019|3B|Sensor Roi y Size|DS|1
GEMS_DL_IMG_01|0019|3D|Noise Sensitivity|DS|1
GEMS_DL_IMG_01|0019|3E|Sharp Sensitivity|DS|1
GEMS_DL_IMG_01|0019|3F|Contrast Sensitivity|DS|1
GEMS_DL_IMG_01|0019|40|Lag Sensitivity|DS|1
GEMS_DL_IMG_01|0019|41|Tube|CS|1
GEMS_DL_IMG_01|0019|42|Detector Size Rows|US|1
GEMS_DL_IMG_01|0019|43|Detector Size Columns|US|1
GEMS_DL_IMG_01|0019|44|Min Object Size|DS|1
GEMS_DL_IMG_01|0019|45|Max Object Size|DS|1
GEMS_DL_IMG_01|0019|46|Max Object Speed|DS|1
GEMS_DL_IMG_01|0019|47|Object Back Motion|CS|1
GEMS_DL_IMG_01|0019|48|Exposure Trajectory Family|UL|1
GEMS_DL_IMG_01|0019|49|Window Time Duration|DS|1
GEMS_DL_IMG_01|0019|4A|Positioner Angle Display Mode|CS|1
GEMS_DL_IMG_01|0019|4B|Detector Origin|IS|1
GEMS_DL_IMG_01|0019|4E|Default Brightness Contrast|DS|1
GEMS_DL_IMG_01|0019|4F|User Brightness Contrast|DS|1
GEMS_DL_IMG_01|0019|50|Source Series Number|IS|1
GEMS_DL_IMG_01|0019|51|Source Image Number|IS|1
GEMS_DL_IMG_01|0019|52|Source Frame Number|IS|1
GEMS_DL_IMG_01|0019|53|Source Series Item Id|UI|1
GEMS_DL_IMG_01|0019|54|Source Image Item Id|UI|1
GEMS_DL_IMG_01|0019|55|Source Frame Item Id|UI|1
GEMS_DL_IMG_01|0019|80|Image Dose|DS|1
GEMS_DL_IMG_01|0019|81|Calibration Frame|US|1
GEMS_DL_IMG_01|0019|82|Calibration Object|CS|1
GEMS_DL_IMG_01|0019|83|Calibration Object Size mm|DS|1
GEMS_DL_IMG_01|0019|84|Calibration Factor|FL|1
GEMS_DL_IMG_01|0019|85|Calibration Date|DA|1
GEMS_DL_IMG_01|0019|86|Calibration Time|TM|1
GEMS_DL_IMG_01|0019|87|Calibration Accuracy|US|1
GEMS_DL_IMG_01|0019|88|Calibration Extended|CS|1
GEMS_DL_IMG_01|0019|89|Calibration Image Original|US|1
GEMS_DL_IMG_01|0019|8A|Calibration Frame Original|US|1
GEMS_DL_IMG_01|0019|8B|Calibration Number Of Points Uif|US|1
GEMS_DL_IMG_01|0019|8C|Calibration Points Row|US|1
GEMS_DL_IMG_01|0019|8D|Calibration Points Column|US|1
GEMS_DL_IMG_01|0019|8E|Calibration Magnification Ratio|FL|1
GEMS_DL_IMG_01|0019|8F|Calibration Sw Version|LO|1
GEMS_DL_IMG_01|0019|90|Extend Calibration Sw Version|LO|1
GEMS_DL_IMG_01|0019|91|Calibration Return Code|IS|1
GEMS_DL_IMG_01|0019|92|Detector Rotation Angle|DS|1
GEMS_DL_IMG_01|0019|93|Spatial Change|CS|1
GEMS_DL_IMG_01|0019|94|Inconsistent Flag|CS|1
GEMS_DL_IMG_01|0019|95|Image Sweep|CS|1
GEMS_DL_IMG_01|0019|96|Internal Label Image|CS|1
GEMS_DL_IMG_01|0019|97|Angle 1 Increment|DS|1
GEMS_DL_IMG_01|0019|98|Angle 2 Increment|DS|1
GEMS_DL_IMG_01|0019|99|Angle 3 Increment|DS|1
GEMS_DL_IMG_01|0019|9A|Sensor Feedback|DS|1
GEMS_DL_IMG_01|0019|9B|Grid|CS|1
GEMS_DL_IMG_01|0019|9C|Default Mask Pixel Shift|FL|1
GEMS_DL_IMG_01|0019|9D|Applicable Review Mode|CS|1
GEMS_DL_IMG_01|0019|9E|Log Lut Control Points|DS|1
GEMS_DL_IMG_01|0019|9F|Exp Lut Control Points|DS|1
GEMS_DL_IMG_01|0019|A0|ABD Value|DS|1
GEMS_DL_IMG_01|0019|A1|Sub Window Center|DS|1
GEMS_DL_IMG_01|0019|A2|Sub Window Width|DS|1
GEMS_DL_IMG_01|0019|A3|Image Rotation|DS|1
GEMS_DL_IMG_01|0019|A4|Auto Injection Enabled|CS|1
GEMS_DL_IMG_01|0019|A5|Injection Phase|CS|1
GEMS_DL_IMG_01|0019|A6|Injection Delay|DS|1
GEMS_DL_IMG_01|0019|A7|Reference Injection Frame Number|IS|1
GEMS_DL_IMG_01|0019|A8|Injection Duration|DS|1
GEMS_DL_IMG_01|0019|A9|EPT|DS|1
GEMS_DL_IMG_01|0019|AA|Can Downscan 512|CS|1
GEMS_DL_IMG_01|0019|AB|Current Spatial Filter Strength|IS|1
GEMS_DL_IMG_01|0019|AC|Brightness Sensitivity|DS|1
GEMS_DL_IMG_01|0019|AD|Exp Lut NOSUB Control Points|DS|1
GEMS_DL_IMG_01|0019|AE|SUB operator LUTs names|LO|1-n
GEMS_DL_IMG_01|0019|AF|kVp actual vector|DS|1-n
GEMS_DL_IMG_01|0019|B0|mAs actual vector|DS|1-n
GEMS_DL_IMG_01|0019|B1|Acquisition Mode Description|LO|1
GEMS_DL_IMG_01|0019|B2|Acquisition Mode Display Label|LO|1
GEMS_DL_IMG_01|0019|B3|Acquisition Protocol User Name|LO|1
GEMS_DL_IMG_01|0019|B8|Recommended display frame rate float|FL|1
GEMS_DL_IMG_01|0019|B9|ABD Vector|FL|1-n
GEMS_DL_IMG_01|0019|BA|Acquisition region|CS|1
GEMS_DL_IMG_01|0019|BB|Acquisition SUB mode|CS|1
GEMS_DL_IMG_01|0019|BD|Table rotation status vector|CS|1-n
GEMS_DL_IMG_01|0019|BE|Source to image distance per frame vector|FL|1-n
GEMS_DL_IMG_01|0019|C2|pw actual vector|DS|1-n
GEMS_DL_IMG_01|0019|C4|Spectral filter thickness|IS|1
GEMS_DL_IMG_01|0019|C5|Preselected pivot rotation speed|FL|1
GEMS_DL_IMG_01|0019|C7|Patient position per image|CS|1
GEMS_DL_IMG_01|0019|C8|3D structure of interest|CS|1
GEMS_DL_IMG_01|0019|C9|3D calibration out of date flag|CS|1
GEMS_DL_IMG_01|0019|CA|3Dspin expected number of frames|IS|1
GEMS_DL_IMG_01|0019|D4|Detection gain value|FL|1
GEMS_DL_IMG_01|0019|D5|mR mAs calibration value|FL|1
GEMS_DL_IMG_01|0019|DC|DRM LUT file name|LO|1
GEMS_DL_IMG_01|0019|DD|DRM Strength|DS|1-n
GEMS_DL_IMG_01|0019|DE|Acquisition Plane|CS|1
GEMS_DL_IMG_01|0019|DF|LP off longitudinal position Z|FL|1-n
GEMS_DL_IMG_01|0019|E0|DAP of current record|FL|1
GEMS_DL_IMG_01|0019|E1|Pivot Lateral Angle|FL|1
GEMS_DL_IMG_01|0019|E2|Carm Lateral Angle|FL|1
GEMS_DL_IMG_01|0019|E3|Pivot Lateral Angle increment|FL|1-n
GEMS_DL_IMG_01|0019|E4|Carm Lateral Angle increment|FL|1-n
GEMS_DL_IMG_01|0019|E7|LP off long pos Z first frame|FL|1
GEMS_DL_IMG_01|0019|E8|LP off long pos Z increment|FL|1-n
GEMS_DL_IMG_01|0019|E9|Source to detector distance per frame vector|FL|1-n
GEMS_DL_PATNT_01|0011|80|Patient Instance Uid|UI|1
GEMS_DL_PATNT_01|0011|81|Last Study Number|IS|1
GEMS_DL_PATNT_01|0011|82|Patient Repaired|CS|1
GEMS_DL_PATNT_01|0011|83|Lock Demographics|CS|1
GEMS_DL_SERIES|0015|87|Number of images|IS|1
GEMS_DL_SERIES|0019|0B|fov dimension double|DS|1-2
GEMS_DL_SERIES|0019|31|default spatial filter family|IS|1
GEMS_DL_SERIES|0019|32|default spatial filter strength|IS|1
GEMS_DL_SERIES|0019|4B|Detector origin|IS|2
GEMS_DL_SERIES|0019|4E|def_bright_contr|DS|2
GEMS_DL_SERIES|0019|4F|user_bright_contr|DS|2
GEMS_DL_SERIES|0019|81|Calibration frame|US|1
GEMS_DL_SERIES|0019|82|Calibration object|CS|1
GEMS_DL_SERIES|0019|83|Calibration object size mm|DS|1
GEMS_DL_SERIES|0019|84|Calibration factor|FL|1
GEMS_DL_SERIES|0019|85|Calibration date|DA|1
GEMS_DL_SERIES|0019|86|Calibration time|TM|1
GEMS_DL_SERIES|0019|87|Calibration accuracy|US|1
GEMS_DL_SERIES|0019|88|Calibration extended|CS|1
GEMS_DL_SERIES|0019|89|Calibration image original|US|1
GEMS_DL_SERIES|0019|8A|Calibration frame original|US|1
GEMS_DL_SERIES|0019|8B|Calibration nb points uif|US|1
GEMS_DL_SERIES|0019|8C|Calibration points row|US|1-n
GEMS_DL_SERIES|0019|8D|Calibration points column|US|1-n
GEMS_DL_SERIES|0019|8E|Calibration mag ratio|FL|1
GEMS_DL_SERIES|0019|8F|Calibration sw version|LO|1
GEMS_DL_SERIES|0019|90|Extend calib sw version|LO|1
GEMS_DL_SERIES|0019|91|Calibration return code|IS|1
GEMS_DL_SERIES|0019|92|detector_rot_angle|DS|1
GEMS_DL_SERIES|0019|93|Spatial change|CS|1
GEMS_DL_SERIES|0019|95|Image sweep|CS|2
GEMS_DL_SERIES|0019|97|Angle 1 increment|DS|1-n
GEMS_DL_SERIES|0019|98|Angle 2 increment|DS|1-n
GEMS_DL_SERIES|0019|99|Angle 3 increment|DS|1-n
GEMS_DL_SERIES|0019|9A|sensor feedback|DS|1-n
GEMS_DL_SERIES|0019|9D|applicable review mode|CS|1
GEMS_DL_SERIES|0019|9E|log LUT control points|DS|1-n
GEMS_DL_SERIES|0019|9F|exp LUT SUB control points|DS|1-n
GEMS_DL_SERIES|0019|A0|ABD value|DS|1
GEMS_DL_SERIES|0019|A1|Sub window center|DS|1
GEMS_DL_SERIES|0019|A2|Sub window width|DS|1
GEMS_DL_SERIES|0019|A4|Auto injection enabled|CS|1
GEMS_DL_SERIES|0019|A5|injection phase|CS|1
GEMS_DL_SERIES|0019|A6|injection delay|DS|1
GEMS_DL_SERIES|0019|A7|reference injection frame number|IS|1
GEMS_DL_SERIES|0019|A9|EPT|DS|1-n
GEMS_DL_SERIES|0019|AA|can downscan 512|CS|1
GEMS_DL_SERIES|0019|AB|current spatial filter strength|IS|1
GEMS_DL_SERIES|0019|AD|exp LUT NOSUB control points|DS|1-n
GEMS_DL_SERIES|0019|AE|SUB operator LUTs names|LO|1-n
GEMS_DL_SERIES|0019|C4|Default spatial filter family|IS|1
GEMS_DL_SERIES|0019|C5|Preselected pivot rotation speed|FL|1
GEMS_DL_SERIES|0019|C7|Patient position per image|CS|1
GEMS_DL_SERIES|0019|C8|3D structure of interest|CS|1
GEMS_DL_SERIES|0019|C9|3D calibration out of date flag|CS|1
GEMS_DL_SERIES|0019|CA|3Dspin expected number of frames|IS|1
GEMS_DL_SERIES|0019|D4|Detection gain value|FL|1
GEMS_DL_SERIES|0019|D5|mR mAs calibration value|FL|1
GEMS_DL_SERIES|0019|DC|DRM LUT file name|LO|1
GEMS_DL_SERIES|0019|DD|DRM Strength|DS|1-n
GEMS_DL_SERIES_01|0015|85|Series File Name|LO|1
GEMS_DL_SERIES_01|0015|87|Number Of Images|IS|1
GEMS_DL_SERIES_01|0015|8C|Sent Flag|CS|1
GEMS_DL_SERIES_01|0015|8D|Item Locked|US|1
GEMS_DL_SERIES_01|0019|4C|internal label|CS|1
GEMS_DL_SERIES_01|0019|4D|browser hide|CS|1
GEMS_DL_STUDY_01|0015|80|Study Dose|DS|1
GEMS_DL_STUDY_01|0015|81|Study Total Dap|DS|1
GEMS_DL_STUDY_01|0015|82|Study Fluoro Dap|DS|1
GEMS_DL_STUDY_01|0015|83|Study Fluoro Time|IS|1
GEMS_DL_STUDY_01|0015|84|Study Record Dap|DS|1
GEMS_DL_STUDY_01|0015|85|Study Record Time|IS|1
GEMS_DL_STUDY_01|0015|86|Last Xa Number|IS|1
GEMS_DL_STUDY_01|0015|88|Default Operator Name|PN|1
GEMS_DL_STUDY_01|0015|89|Default Performing Physician Name|PN|1
GEMS_DL_STUDY_01|0015|8A|Default Patient Orientation|CS|1
GEMS_DL_STUDY_01|0015|8B|Last Sc Number|IS|1
GEMS_DL_STUDY_01|0015|8E|Common Series Instance Uid|UI|1
GEMS_DL_STUDY_01|0015|8F|Study Number|IS|1
GEMS_DL_STUDY_01|0015|92|Study dose Frontal|FL|1
GEMS_DL_STUDY_01|0015|93|Study total dap Frontal|FL|1
GEMS_DL_STUDY_01|0015|94|Study fluoro dap frontal|FL|1
GEMS_DL_STUDY_01|0015|95|Study fluoro time frontal|IS|1
GEMS_DL_STUDY_01|0015|96|Study record dap frontal|FL|1
GEMS_DL_STUDY_01|0015|97|Study record time frontal|IS|1
GEMS_DL_STUDY_01|0015|98|Study dose lateral|FL|1
GEMS_DL_STUDY_01|0015|99|Study total dap lateral|FL|1
GEMS_DL_STUDY_01|0015|9A|Study fluoro dap lateral|FL|1
GEMS_DL_STUDY_01|0015|9B|Study fluoro time lateral|IS|1
GEMS_DL_STUDY_01|0015|9C|Study record dap leteral|FL|1
GEMS_DL_STUDY_01|0015|9D|Study record time lateral|IS|1
GEMS_DRS_1|0037|10|Referring Department|LO|1
GEMS_DRS_1|0037|20|Screen Number|US|1
GEMS_DRS_1|0037|40|Left Orientation|SH|1
GEMS_DRS_1|0037|42|Right Orientation|SH|1
GEMS_DRS_1|0037|50|Inversion|CS|1
GEMS_DRS_1|0037|60|DSA|US|1
GEMS_FALCON_03|0045|55|A_Coefficients|DS|8
GEMS_FALCON_03|0045|62|User Window Center|IS|1
GEMS_FALCON_03|0045|63|User Window Width|IS|1
GEMS_FALCON_03|0045|65|Requested Detector Entrance Dose|IS|1
GEMS_FALCON_03|0045|67|VOI LUT Asymmetry parameter beta|DS|3
GEMS_FALCON_03|0045|69|Collimator rotation|IS|1
GEMS_FALCON_03|0045|72|Collimator Width|DS|1
GEMS_FALCON_03|0045|73|Collimator Height|DS|1
GEMS_FUNCTOOL_01|0051|01|Functional Proc Group Name|LO|1
GEMS_FUNCTOOL_01|0051|02|Functional Processing Name|LO|1
GEMS_FUNCTOOL_01|0051|03|Bias of Functional Image|SL|1
GEMS_FUNCTOOL_01|0051|04|Scale of Functional Image|FL|1
GEMS_FUNCTOOL_01|0051|05|Length of Parameters String|SL|1
GEMS_FUNCTOOL_01|0051|06|Store Parameters string, delimited by character ESC=0x1B (27)|LT|1
GEMS_FUNCTOOL_01|0051|07|Functional Image Version|LO|1
GEMS_FUNCTOOL_01|0051|08|Store Color Ramp|SL|1
GEMS_FUNCTOOL_01|0051|09|Store Width of Functional Image|SL|1
GEMS_FUNCTOOL_01|0051|0A|Store level of Functional Image|SL|1
GEMS_FUNCTOOL_01|0051|0B|Store B-Value with Functional Image|FL|1
GEMS_FUNCTOOL_01|0051|0C|Analysis Package|LO|1
GEMS_GDXE_ATHENAV2_INTERNAL_USE|7FDF|10|PPS Stream|LT|1
GEMS_GDXE_ATHENAV2_INTERNAL_USE|7FDF|11|Pixel Data References (temporary)|LT|1
GEMS_GDXE_ATHENAV2_INTERNAL_USE|7FDF|20|Auto Push Tag|SS|1
GEMS_GDXE_ATHENAV2_INTERNAL_USE|7FDF|25|PPS Status|CS|1
GEMS_GDXE_FALCON_04|0011|03|Processed Series UID|UI|1
GEMS_GDXE_FALCON_04|0011|04|Acquisition Type|CS|1
GEMS_GDXE_FALCON_04|0011|05|Acquisition UID|UI|1
GEMS_GDXE_FALCON_04|0011|06|Image Dose|DS|1
GEMS_GDXE_FALCON_04|0011|07|Study Dose|FL|1
GEMS_GDXE_FALCON_04|0011|08|Study DAP|FL|1
GEMS_GDXE_FALCON_04|0011|09|Non-Digital Exposures|SL|1
GEMS_GDXE_FALCON_04|0011|10|Total Exposures|SL|1
GEMS_GDXE_FALCON_04|0011|11|ROI|LT|1
GEMS_GDXE_FALCON_04|0011|12|Patient Size String|LT|1
GEMS_GDXE_FALCON_04|0011|13|SPS UID|UI|1
GEMS_GDXE_FALCON_04|0011|15|Detector ARC Gain|DS|1
GEMS_GDXE_FALCON_04|0011|16|Processing Debug Info|LT|1
GEMS_GDXE_FALCON_04|0011|17|Override mode|CS|1
GEMS_GDXE_FALCON_04|0011|19|Film Speed Selection|DS|1
GEMS_GDXE_FALCON_04|0011|31|Detected Field of View|IS|8
GEMS_GDXE_FALCON_04|0011|32|Adjusted Field of View|IS|8
GEMS_GDXE_FALCON_04|0011|33|Detected Exposure Index|DS|1
GEMS_GDXE_FALCON_04|0011|34|Compensated Detector Exposure|DS|1
GEMS_GDXE_FALCON_04|0011|35|Uncompensated Detector Exposure|DS|1
GEMS_GDXE_FALCON_04|0011|36|Median Anatomy Count Value|DS|1
GEMS_GDXE_FALCON_04|0011|37|DEI lower and upper limit values|DS|2
GEMS_GDXE_FALCON_04|0011|38|Shift Vector for Pasting|SL|6
GEMS_GDXE_FALCON_04|0011|39|Image Number in Pasting|CS|1
GEMS_GDXE_FALCON_04|0011|40|Pasting Overlap|SL|1
GEMS_GDXE_FALCON_04|0011|41|Sub-image Collimator Vertices|IS|24
GEMS_GDXE_FALCON_04|0011|42|View IP|LO|1
GEMS_GDXE_FALCON_04|0011|43|Key-stone Coordinates|IS|24
GEMS_GDXE_FALCON_04|0011|44|Receptor Type|CS|1
GEMS_GENIE_1|0009|10|Study Name|LO|1
GEMS_GENIE_1|0009|11|Study Flags|SL|1
GEMS_GENIE_1|0009|12|Study Type|SL|1
GEMS_GENIE_1|0009|1E|Dataset UID|UI|1
GEMS_GENIE_1|0009|20|Series Object Name|LO|1
GEMS_GENIE_1|0009|21|Series Flags|SL|1
GEMS_GENIE_1|0009|22|User Orientation|SH|1
GEMS_GENIE_1|0009|23|Initiation Type|SL|1
GEMS_GENIE_1|0009|24|Initiation Delay|SL|1
GEMS_GENIE_1|0009|25|Initiation Count Rate|SL|1
GEMS_GENIE_1|0009|26|Number Energy Sets|SL|1
GEMS_GENIE_1|0009|27|Number Detectors|SL|1
GEMS_GENIE_1|0009|28|Number RR Windows|SL|1
GEMS_GENIE_1|0009|29|Number MG Time Slots|SL|1
GEMS_GENIE_1|0009|2A|Number View Sets|SL|1
GEMS_GENIE_1|0009|2B|Trigger History UID|LO|1
GEMS_GENIE_1|0009|2C|Series Comments|LO|1
GEMS_GENIE_1|0009|2D|Track Beat Average|SL|1
GEMS_GENIE_1|0009|2E|Distance Prescribed|FD|1
GEMS_GENIE_1|0009|2F|Table Direction|SL|1
GEMS_GENIE_1|0009|33|Rotational Continuous Speed|FD|1
GEMS_GENIE_1|0009|34|Gantry Motion Type (retired)|SL|1
GEMS_GENIE_1|0009|35|Gantry Locus Type|SL|1
GEMS_GENIE_1|0009|37|Starting Heart Rate|SL|1
GEMS_GENIE_1|0009|38|RR Window Width|SL|1
GEMS_GENIE_1|0009|39|RR Window Offset|SL|1
GEMS_GENIE_1|0009|3A|Percent Cycle Imaged|SL|1
GEMS_GENIE_1|0009|40|Patient Object Name|PN|1
GEMS_GENIE_1|0009|41|Patient Flags|SL|1
GEMS_GENIE_1|0009|42|Patient Creation Date|DA|1
GEMS_GENIE_1|0009|43|Patient Creation Time|TM|1
GEMS_GENIE_1|0009|44|Num Views Acquired (retired)|SL|1
GEMS_GENIE_1|0011|0A|Series Type|SL|1
GEMS_GENIE_1|0011|0B|Effective Series Duration|SL|1
GEMS_GENIE_1|0011|0C|Num Beats|SL|1
GEMS_GENIE_1|0011|0D|Radio Nuclide Name|LO|1
GEMS_GENIE_1|0011|10|Dataset Object Name|LO|1
GEMS_GENIE_1|0011|11|Dataset Modified|IS|1
GEMS_GENIE_1|0011|12|Dataset Name|LO|1-n
GEMS_GENIE_1|0011|13|Dataset Type|SL|1
GEMS_GENIE_1|0011|14|Completion Time|SH|1
GEMS_GENIE_1|0011|15|Detector Number|SL|1
GEMS_GENIE_1|0011|16|Energy Number|SL|1
GEMS_GENIE_1|0011|17|RR Interval Window Number|SL|1
GEMS_GENIE_1|0011|18|MG Bin Number|SL|1
GEMS_GENIE_1|0011|19|Radius Of Rotation|FD|1
GEMS_GENIE_1|0011|1A|Detector Count Zone|SL|1
GEMS_GENIE_1|0011|1B|Num Energy Windows|SL|1
GEMS_GENIE_1|0011|1C|Energy Offset|SL|4
GEMS_GENIE_1|0011|1D|Energy Range|SL|1
GEMS_GENIE_1|0011|1E|Energy Width (retired)|SL|4
GEMS_GENIE_1|0011|1F|Image Orientation|SL|1
GEMS_GENIE_1|0011|21|Acq Zoom (retired)|DS|1
GEMS_GENIE_1|0011|22|Acq Pan (retired)|DS|1
GEMS_GENIE_1|0011|23|Use FOV Mask|SL|1
GEMS_GENIE_1|0011|24|FOV Mask Y Cutoff Distance|SL|1
GEMS_GENIE_1|0011|25|FOV Mask Cutoff Angle|SL|1
GEMS_GENIE_1|0011|26|Table Orientation|SL|1
GEMS_GENIE_1|0011|27|ROI Top Left|SL|2
GEMS_GENIE_1|0011|28|ROI Bottom Right|SL|2
GEMS_GENIE_1|0011|29|Uniformity Mean|SL|1
GEMS_GENIE_1|0011|2A|Phase Duration (retired)|FD|1
GEMS_GENIE_1|0011|2C|View X Adjustment|FD|1
GEMS_GENIE_1|0011|2D|View Y Adjustment|FD|1
GEMS_GENIE_1|0011|2E|Pixel Overflow Flag|SL|1
GEMS_GENIE_1|0011|2F|Overflow Level|SL|1
GEMS_GENIE_1|0011|30|Picture Object Name|LO|1
GEMS_GENIE_1|0011|31|Acquisition Parent UID|LO|1
GEMS_GENIE_1|0011|32|Processing Parent UID|LO|1
GEMS_GENIE_1|0011|33|Energy Correct Name|LO|1
GEMS_GENIE_1|0011|34|Spatial Correct Name|LO|1
GEMS_GENIE_1|0011|35|Tuning Calib Name|LO|1
GEMS_GENIE_1|0011|36|Uniformity Correct Name|LO|1
GEMS_GENIE_1|0011|37|Acquisition Specific Correction Name|LT|1
GEMS_GENIE_1|0011|38|Byte Order|SL|1
GEMS_GENIE_1|0011|39|Compression Type|SL|1
GEMS_GENIE_1|0011|3A|Picture Format|SL|1
GEMS_GENIE_1|0011|3B|Pixel Scale|FD|1
GEMS_GENIE_1|0011|3C|Pixel Offset|FD|1
GEMS_GENIE_1|0011|3D|Energy Peak (retired)|SL|4
GEMS_GENIE_1|0011|3E|FOV Shape|SL|1
GEMS_GENIE_1|0011|3F|Dataset Flags|SL|1
GEMS_GENIE_1|0011|40|Viewing Object Name|LO|1
GEMS_GENIE_1|0011|41|Orientation Angle|SL|1
GEMS_GENIE_1|0011|42|Rotation Angle|FD|1
GEMS_GENIE_1|0011|43|Window Inverse Flag|SL|1
GEMS_GENIE_1|0011|44|Threshold Center|FD|1
GEMS_GENIE_1|0011|45|Threshold Width|FD|1
GEMS_GENIE_1|0011|46|Interpolation Type|SL|1
GEMS_GENIE_1|0011|50|Where Object Name|LO|1
GEMS_GENIE_1|0011|55|Period|FD|1
GEMS_GENIE_1|0011|56|Elapsed Time|FD|1
GEMS_GENIE_1|0011|57|FOV|FD|2
GEMS_GENIE_1|0011|61|Image Size|SL|1
GEMS_GENIE_1|0011|62|Linear FOV|FD|1
GEMS_GENIE_1|0011|63|Spatial Offset|FD|1
GEMS_GENIE_1|0011|64|Spatial Orientation|FD|1
GEMS_GENIE_1|0011|65|Reference Dataset UID|LO|1
GEMS_GENIE_1|0011|66|Starcam Reference Dataset|SH|1
GEMS_GENIE_1|0011|67|Reference Frame Number|SL|1
GEMS_GENIE_1|0011|68|Cursor Length|SL|1
GEMS_GENIE_1|0011|69|Number of Cursors|SL|1
GEMS_GENIE_1|0011|6A|Cursor Coordinates|SL|1
GEMS_GENIE_1|0011|6B|Recon Options Flag|SL|1
GEMS_GENIE_1|0011|6C|Motion Threshold|FD|1
GEMS_GENIE_1|0011|6D|Motion Curve UID|UI|1
GEMS_GENIE_1|0011|6E|Recon Type|SL|1
GEMS_GENIE_1|0011|6F|Pre Filter Type|SL|1
GEMS_GENIE_1|0011|71|Back Proj Filter Type|SL|1
GEMS_GENIE_1|0011|72|Recon Arc|SL|1
GEMS_GENIE_1|0011|73|Recon Pan AP Offset|FD|1
GEMS_GENIE_1|0011|74|Recon Pan LR Offset|FD|1
GEMS_GENIE_1|0011|75|Recon Area|FD|1
GEMS_GENIE_1|0011|76|Start View|SL|1
GEMS_GENIE_1|0011|77|Attenuation Type|SL|1
GEMS_GENIE_1|0011|78|Dual Energy Processing|SL|1
GEMS_GENIE_1|0011|79|Pre Filter Param|SH|1
GEMS_GENIE_1|0011|7A|Pre Filter Param 2|SH|1
GEMS_GENIE_1|0011|7B|Back Proj Filter Param|SH|1
GEMS_GENIE_1|0011|7C|Back Proj Filter Param 2|SH|1
GEMS_GENIE_1|0011|7D|Attenuation Coef|SH|1
GEMS_GENIE_1|0011|7E|Ref Slice Width|SL|1
GEMS_GENIE_1|0011|7F|Ref Trans Pixel Volume|FD|1
GEMS_GENIE_1|0011|81|Attenuation Threshold|SH|1
GEMS_GENIE_1|0011|82|Interpolation Distance|FD|1
GEMS_GENIE_1|0011|83|Interpolation Center X|FD|1
GEMS_GENIE_1|0011|84|Interpolation Center Y|FD|1
GEMS_GENIE_1|0011|85|Quant Filter Flag|SL|1
GEMS_GENIE_1|0011|86|Head Conversion|SL|1
GEMS_GENIE_1|0011|87|Slice Width Pixels|SL|1
GEMS_GENIE_1|0011|88|Rfmtr Trans Ref|SL|1
GEMS_GENIE_1|0011|89|Rfmtr Trans Ref mm|FD|1
GEMS_GENIE_1|0011|8A|Two Line Trans Ref|SL|1
GEMS_GENIE_1|0011|8B|Three-D Zero|SL|1
GEMS_GENIE_1|0011|8C|Three-D Zero Length|SL|1
GEMS_GENIE_1|0011|8D|Three-D Zero In|SL|1
GEMS_GENIE_1|0013|10|Digital FOV|FD|2
GEMS_GENIE_1|0013|11|Source Translator|SL|1
GEMS_GENIE_1|0013|12|RAL Flags|UL|1
GEMS_GENIE_1|0013|13|Xeleris Frame Sequence|SQ|1
GEMS_GENIE_1|0013|14|Original Image Num|SL|1
GEMS_GENIE_1|0013|15|Fscalar|FD|1
GEMS_GENIE_1|0013|16|AutoTrack Peak|SL|1
GEMS_GENIE_1|0013|17|AutoTrack Width|SL|1
GEMS_GENIE_1|0013|18|Transmission Scan Time|FD|1
GEMS_GENIE_1|0013|19|Transmission Mask Width|FD|1
GEMS_GENIE_1|0013|1A|Copper Attenuator Thickness|FD|1
GEMS_GENIE_1|0013|1B|Det Ang Separation|FD|1
GEMS_GENIE_1|0013|1C|Axial Acceptance Angle|SL|1
GEMS_GENIE_1|0013|1D|Theta Acceptance Value|SL|1
GEMS_GENIE_1|0013|1E|Tomo View Offset|FD|1-n
GEMS_GENIE_1|0013|20|Accepted Beats Time|FD|1
GEMS_GENIE_1|0013|21|Threshold|FD|2
GEMS_GENIE_1|0013|22|Linear Depth|FD|2
GEMS_GENIE_1|0013|23|Unif Date Time|LO|1
GEMS_GENIE_1|0013|24|Series Accepted Beats|SL|1
GEMS_GENIE_1|0013|25|Series Rejected Beats|SL|1
GEMS_GENIE_1|0013|26|Study Comments|LT|1
GEMS_GENIE_1|0015|10|Frame Termination Condition|SL|1
GEMS_GENIE_1|0015|11|Frame Termination Value|SL|1
GEMS_GENIE_1|0015|12|Num ECT Phases|SL|1
GEMS_GENIE_1|0015|13|Num WB Scans|SL|1
GEMS_GENIE_1|0015|14|ECT Phase Num|SL|1
GEMS_GENIE_1|0015|15|WB Scan Num|SL|1
GEMS_GENIE_1|0015|16|Comb Head Number|SL|1
GEMS_GENIE_1|0015|17|Preceding Beat|UL|1
GEMS_GENIE_1|0033|07|Orig SOP Instance UID|SQ|1-n
GEMS_GENIE_1|0033|08|Xeleris Data Object Type|CS|1
GEMS_GENIE_1|0033|10|Modified|SL|1
GEMS_GENIE_1|0033|11|Name|LO|1
GEMS_GENIE_1|0033|16|ProtocolDataUID|LO|1
GEMS_GENIE_1|0033|17|Date|SH|1
GEMS_GENIE_1|0033|18|Time|SH|1
GEMS_GENIE_1|0033|19|ProtocoldataFlags|UL|1
GEMS_GENIE_1|0033|1A|ProtocolName|UL|1
GEMS_GENIE_1|0033|1B|RelevantDataUID|LO|1
GEMS_GENIE_1|0033|1C|BulkData|LO|1
GEMS_GENIE_1|0033|1D|IntData|SL|1-n
GEMS_GENIE_1|0033|1E|DoubleData|FD|1-n
GEMS_GENIE_1|0033|1F|StringData|OB|1
GEMS_GENIE_1|0033|20|BulkDataFormat|LT|1-n
GEMS_GENIE_1|0033|21|IntDataFormat|LT|1-n
GEMS_GENIE_1|0033|22|DoubleDataFormat|LT|1-n
GEMS_GENIE_1|0033|23|StringDataFormat|LT|1-n
GEMS_GENIE_1|0033|24|Description|LT|1
GEMS_GENIE_1|0033|30|Allocate trigger buffer|UL|1
GEMS_GENIE_1|0033|33|Number of triggers|UL|1
GEMS_GENIE_1|0033|34|Trigger size|UL|1
GEMS_GENIE_1|0033|35|Trigger data size|UL|1
GEMS_GENIE_1|0033|36|Trigger data|OB|1-n
GEMS_GENIE_1|0035|01|Start Angle|FD|1-n
GEMS_GENIE_1|0055|12|Xeleris Energy Window Information Sequence|SQ|1
GEMS_GENIE_1|0055|13|Xeleris Energy Window Range Sequence|SQ|1
GEMS_GENIE_1|0055|22|Xeleris Detector Information Sequence|SQ|1
GEMS_GENIE_1|0055|52|Xeleris Rotation Information Sequence|SQ|1
GEMS_GENIE_1|0055|62|Xeleris Gated Information Sequence|SQ|1
GEMS_GENIE_1|0055|63|Xeleris Data Information Sequence|SQ|1
GEMS_GENIE_1|0055|64|SDODoubleData SQ|SQ|1
GEMS_GENIE_1|5001|01|Modified|SL|1
GEMS_GENIE_1|5001|02|Name|LO|1
GEMS_GENIE_1|5001|03|Cid|SL|1
GEMS_GENIE_1|5001|04|Srid|SL|1
GEMS_GENIE_1|5001|05|SOPClassUID|LO|1
GEMS_GENIE_1|5001|06|SOPInstanceUID|LO|1
GEMS_GENIE_1|5001|07|CurveType|SL|1
GEMS_GENIE_1|5001|08|GraphType|SL|1
GEMS_GENIE_1|5001|09|Legend|LO|1
GEMS_GENIE_1|5001|0A|XUnits|LO|1
GEMS_GENIE_1|5001|0B|YUnits|LO|1
GEMS_GENIE_1|5001|0C|Edit|SL|1
GEMS_GENIE_1|5001|0D|Suspend|SL|1
GEMS_GENIE_1|5001|0E|StyleLine|SL|1
GEMS_GENIE_1|5001|0F|StyleFill|SL|1
GEMS_GENIE_1|5001|10|StyleColour|LO|1
GEMS_GENIE_1|5001|11|StyleWidth|SL|1
GEMS_GENIE_1|5001|12|StylePoint|SL|1
GEMS_GENIE_1|5001|13|StylePColour|LO|1
GEMS_GENIE_1|5001|14|StylePSize|SL|1
GEMS_GENIE_1|5001|15|Segments|SL|1
GEMS_GENIE_1|5001|16|SegType|SL|1
GEMS_GENIE_1|5001|17|SegStart|FD|1-n
GEMS_GENIE_1|5001|18|SegEnd|FD|1-n
GEMS_GENIE_1|5001|19|SegStyleLine|SL|1-n
GEMS_GENIE_1|5001|1A|SegStyleFill|SL|1-n
GEMS_GENIE_1|5001|1B|SegStyleColour|LO|1
GEMS_GENIE_1|5001|1C|SegStyleWidth|SL|1-n
GEMS_GENIE_1|5001|1D|SegStylePoint|SL|1-n
GEMS_GENIE_1|5001|1E|SegStylePColour|SL|1
GEMS_GENIE_1|5001|1F|SegStylePSize|SL|1
GEMS_GENIE_1|5001|20|SegName|LO|1
GEMS_GENIE_1|5001|21|SegAllowDirInt|SL|1-n
GEMS_GENIE_1|5001|22|TextAnnots|SL|1
GEMS_GENIE_1|5001|23|TxtX|FD|1-n
GEMS_GENIE_1|5001|24|TxtY|FD|1-n
GEMS_GENIE_1|5001|25|TxtText|LO|1
GEMS_GENIE_1|5001|26|TxtName|LO|1
GEMS_GENIE_1|5001|30|ROIName|LO|1
GEMS_GENIE_1|5001|31|DerivedFromImageUID|LO|1
GEMS_GENIE_1|5001|32|DerivedFromImages|SL|1-n
GEMS_GENIE_1|5001|33|CurveFlags|UL|1
GEMS_GENIE_1|5001|34|CurveName|LO|1
GEMS_GENIE_1|5001|35|DatasetName|LO|1
GEMS_GENIE_1|5001|36|CurveUID|LO|1
GEMS_GENIE_1|5001|37|ROIArea|FD|1
GEMS_GENIE_1|5001|38|Modified|SL|1
GEMS_GENIE_1|5001|39|Name|LO|1
GEMS_GENIE_1|5001|3A|Software version|LO|1
GEMS_GENIE_1|5001|3B|StartDate|SH|1
GEMS_GENIE_1|5001|3C|CompletionDate|SH|1
GEMS_GENIE_1|5001|3D|DetectorName|LO|1
GEMS_GENIE_1|5001|41|Modified|SL|1
GEMS_GENIE_1|5001|42|Name|LO|1
GEMS_GENIE_1|5001|43|Name|SL|1
GEMS_GENIE_1|5001|44|Name|SL|1
GEMS_GENIE_1|5001|45|SOPClassUID|LO|1
GEMS_GENIE_1|5001|46|SOPInstanceUID|LO|1
GEMS_GENIE_1|5001|47|NormalColor|LO|1
GEMS_GENIE_1|5001|48|NameFont|LT|1
GEMS_GENIE_1|5001|49|FillPattern|SL|1
GEMS_GENIE_1|5001|4A|LineStyle|SL|1
GEMS_GENIE_1|5001|4B|LineDashLength|SL|1
GEMS_GENIE_1|5001|4C|LineThickness|SL|1
GEMS_GENIE_1|5001|4D|Interactivity|SL|1
GEMS_GENIE_1|5001|4E|NamePos|SL|1
GEMS_GENIE_1|5001|4F|NameDisplay|SL|1
GEMS_GENIE_1|5001|50|Label|LO|1
GEMS_GENIE_1|5001|51|BpSeg|SL|1-n
GEMS_GENIE_1|5001|52|BpSegPairs|US|1-n
GEMS_GENIE_1|5001|53|SeedSpace|SL|1
GEMS_GENIE_1|5001|54|Seeds|FD|1-n
GEMS_GENIE_1|5001|55|Shape|SL|1-n
GEMS_GENIE_1|5001|56|ShapeTilt|FD|1-n
GEMS_GENIE_1|5001|59|ShapePtsSpace|SL|1-n
GEMS_GENIE_1|5001|5A|ShapeCtrlPtsCounts|SL|1-n
GEMS_GENIE_1|5001|5B|ShapeCtrlPts|FD|1-n
GEMS_GENIE_1|5001|5C|ShapeCPSpace|SL|1
GEMS_GENIE_1|5001|5D|ROIFlags|SL|1
GEMS_GENIE_1|5001|5E|FrameNumber|SL|1
GEMS_GENIE_1|5001|5F|Id|SL|1
GEMS_GENIE_1|5001|60|DatasetROIMapping|LO|1-n
GEMS_HELIOS_01|0045|01|Number of Macro Rows in Detector|SS|1
GEMS_HELIOS_01|0045|02|Macro width at ISO Center|FL|1
GEMS_HELIOS_01|0045|03|DAS type|SS|1
GEMS_HELIOS_01|0045|04|DAS gain|SS|1
GEMS_HELIOS_01|0045|05|DAS Temperature|SS|1
GEMS_HELIOS_01|0045|06|Table Direction|CS|1
GEMS_HELIOS_01|0045|07|Z smoothing Factor|FL|1
GEMS_HELIOS_01|0045|08|View Weighting Mode|SS|1
GEMS_HELIOS_01|0045|09|Sigma Row number|SS|1
GEMS_HELIOS_01|0045|0A|Minimum DAS value|FL|1
GEMS_HELIOS_01|0045|0B|Maximum Offset Value|FL|1
GEMS_HELIOS_01|0045|0C|Number of Views shifted|SS|1
GEMS_HELIOS_01|0045|0D|Z tracking Flag|SS|1
GEMS_HELIOS_01|0045|0E|Mean Z error|FL|1
GEMS_HELIOS_01|0045|0F|Z tracking Error|FL|1
GEMS_HELIOS_01|0045|10|Start View 2A|SS|1
GEMS_HELIOS_01|0045|11|Number of Views 2A|SS|1
GEMS_HELIOS_01|0045|12|Start View 1A|SS|1
GEMS_HELIOS_01|0045|13|Sigma Mode|SS|1
GEMS_HELIOS_01|0045|14|Number of Views 1A|SS|1
GEMS_HELIOS_01|0045|15|Start View 2B|SS|1
GEMS_HELIOS_01|0045|16|Number Views 2B|SS|1
GEMS_HELIOS_01|0045|17|Start View 1B|SS|1
GEMS_HELIOS_01|0045|18|Number of Views 1B|SS|1
GEMS_HELIOS_01|0045|19|Air Calibration Date|SS|1
GEMS_HELIOS_01|0045|1A|Air Calibration Time|SS|1
GEMS_HELIOS_01|0045|1B|Phantom Calibration Date|SS|1
GEMS_HELIOS_01|0045|1C|Phantom Calibration Time|SS|1
GEMS_HELIOS_01|0045|1D|Z Slope Calibration Date|SS|1
GEMS_HELIOS_01|0045|1E|Z Slope Calibration Time|SS|1
GEMS_HELIOS_01|0045|1F|Cross Talk Calibration Date|SS|1
GEMS_HELIOS_01|0045|20|Cross Talk Calibration Time|SS|1
GEMS_HELIOS_01|0045|21|Iterbone Flag|SS|1
GEMS_HELIOS_01|0045|22|Peristaltic Flag|SS|1
GEMS_HELIOS_01|0045|30|CardiacReconAlgorithm|CS|1
GEMS_HELIOS_01|0045|31|AvgHeartRateForImage|CS|1
GEMS_HELIOS_01|0045|32|Temporal Resolution|FL|1
GEMS_HELIOS_01|0045|33|PctRpeakDelay|CS|1
GEMS_HELIOS_01|0045|34|ActualPctRpeakDelay|CS|1
GEMS_HELIOS_01|0045|36|EkgFullMaStartPhase|CS|1
GEMS_HELIOS_01|0045|37|EkgFullMaEndPhase|CS|1
GEMS_HELIOS_01|0045|38|EkgModulationMaxMa|CS|1
GEMS_HELIOS_01|0045|39|EkgModulationMinMa|CS|1
GEMS_HELIOS_01|0045|3B|Noise Reduction Image Filter Description|LO|1
GEMS_HELIOS_01|0045|3F|RPeakTimeDelay|IS|1
GEMS_HELIOS_01|0045|44|ActualRPeakTimeDelay|IS|1
GEMS_HELIOS_01|0045|45|CardiacScanOptions|ST|1
GEMS_HELIOS_01|0045|50|Temporal Center View Angle|FD|1
GEMS_HELIOS_01|0045|51|Recon Center View Angle|FD|1
GEMS_HELIOS_01|0045|52|WideCone Masking|CS|1
GEMS_HELIOS_01|0045|53|WideCone Corner Blending Radius|FD|1
GEMS_HELIOS_01|0045|54|WideCone Corner Blending Radius Offset|FD|1
GEMS_HELIOS_01|0045|55|Internal Recon Algorithm|CS|1
GEMS_HINO_CT_01|004B|01|Beam Thickness|DS|1-n
GEMS_HINO_CT_01|004B|02|R Time|DS|1-n
GEMS_HINO_CT_01|004B|03|HBC number|IS|1
GEMS_IDEN_01|0009|01|Full fidelity|LO|1
GEMS_IDEN_01|0009|02|Suite id|SH|1
GEMS_IDEN_01|0009|04|Product id|SH|1
GEMS_IDEN_01|0009|17|Series Description|LT|1
GEMS_IDEN_01|0009|27|Image actual date|SL|1
GEMS_IDEN_01|0009|30|Service id|SH|1
GEMS_IDEN_01|0009|31|Mobile location number|SH|1
GEMS_IDEN_01|0009|E2|Image Type (ORIGINAL\PROSPECTIVE ...)|LT|1-n
GEMS_IDEN_01|0009|E3|Equipment UID|UI|1
GEMS_IDEN_01|0009|E6|Genesis Version - now|SH|1
GEMS_IDEN_01|0009|E7|Exam Record checksum|UL|1
GEMS_IDEN_01|0009|E8|Series Suite Id|SH|1
GEMS_IDEN_01|0009|E9|Actual series data time stamp|SL|1
GEMS_IDEN_01|0009|XX|Private Element Creator|LO|1
GEMS_IMAG_01|0027|06|Image archive flag|SL|1
GEMS_IMAG_01|0027|10|Scout Type|SS|1
GEMS_IMAG_01|0027|1C|Vma mamp|SL|1
GEMS_IMAG_01|0027|1D|Vma phase|SS|1
GEMS_IMAG_01|0027|1E|Vma mod|SL|1
GEMS_IMAG_01|0027|1F|Vma clip|SL|1
GEMS_IMAG_01|0027|20|Smart scan ON/OFF flag|SS|1
GEMS_IMAG_01|0027|30|Foreign Image Revision|SH|1
GEMS_IMAG_01|0027|31|Imaging Mode|SS|1
GEMS_IMAG_01|0027|32|Pulse Sequence|SS|1
GEMS_IMAG_01|0027|33|Imaging Options|SL|1
GEMS_IMAG_01|0027|35|Plane Type|SS|1
GEMS_IMAG_01|0027|36|Oblique Plane|SL|1
GEMS_IMAG_01|0027|40|RAS letter of image location|SH|1
GEMS_IMAG_01|0027|41|Image location|FL|1
GEMS_IMAG_01|0027|42|Center R coord of plane image|FL|1
GEMS_IMAG_01|0027|43|Center A coord of plane image|FL|1
GEMS_IMAG_01|0027|44|Center S coord of plane image|FL|1
GEMS_IMAG_01|0027|45|Normal R coord|FL|1
GEMS_IMAG_01|0027|46|Normal A coord|FL|1
GEMS_IMAG_01|0027|47|Normal S coord|FL|1
GEMS_IMAG_01|0027|48|R Coord of Top Right Corner|FL|1
GEMS_IMAG_01|0027|49|A Coord of Top Right Corner|FL|1
GEMS_IMAG_01|0027|4A|S Coord of Top Right Corner|FL|1
GEMS_IMAG_01|0027|4B|R Coord of Bottom Right Corner|FL|1
GEMS_IMAG_01|0027|4C|A Coord of Bottom Right Corner|FL|1
GEMS_IMAG_01|0027|4D|S Coord of Bottom Right Corner|FL|1
GEMS_IMAG_01|0027|50|Scan Start Location|FL|1
GEMS_IMAG_01|0027|51|Scan End Location|FL|1
GEMS_IMAG_01|0027|52|RAS letter for side of image|SH|1
GEMS_IMAG_01|0027|53|RAS letter for anterior/posterior|SH|1
GEMS_IMAG_01|0027|54|RAS letter for scout start loc|SH|1
GEMS_IMAG_01|0027|55|RAS letter for scout end loc|SH|1
GEMS_IMAG_01|0027|60|Image dimension - X|FL|1
GEMS_IMAG_01|0027|61|Image dimension - Y|FL|1
GEMS_IMAG_01|0027|62|Number of Excitations|FL|1
GEMS_IMAG_01|0027|XX|Private Element Creator|LO|1
GEMS_IMAG_01|0029|15|Lower range of Pixels1|SL|1
GEMS_IMAG_01|0029|16|Lower range of Pixels1|SL|1
GEMS_IMAG_01|0029|17|Lower range of Pixels2|SL|1
GEMS_IMAG_01|0029|18|Upper range of Pixels2|SL|1
GEMS_IMAG_01|0029|1A|Len of tot hdr in bytes No longer supported|SL|1
GEMS_IMAG_01|0029|26|Version of the hdr struct|SS|1
GEMS_IMAG_01|0029|34|Advantage comp. Overflow|SL|1
GEMS_IMAG_01|0029|35|Advantage comp. Underflow|SL|1
GEMS_IMPS_01|0029|04|Lower range of Pixels1|SL|1
GEMS_IMPS_01|0029|05|Lower range of Pixels1|DS|1
GEMS_IMPS_01|0029|06|Lower range of Pixels1|DS|1
GEMS_IMPS_01|0029|07|Lower range of Pixels1|SL|1
GEMS_IMPS_01|0029|08|Lower range of Pixels1|SH|1
GEMS_IMPS_01|0029|09|Lower range of Pixels1|SH|1
GEMS_IMPS_01|0029|0A|Lower range of Pixels1|SS|1
GEMS_IMPS_01|0029|15|Lower range of Pixels1|SL|1
GEMS_IMPS_01|0029|16|Upper range of Pixels1|SL|1
GEMS_IMPS_01|0029|17|Lower range of Pixels2|SL|1
GEMS_IMPS_01|0029|18|Upper range of Pixels2|SL|1
GEMS_IMPS_01|0029|1A|Len of tot hdr in bytes|SL|1
GEMS_IMPS_01|0029|26|Version of the hdr struct|SS|1
GEMS_IMPS_01|0029|34|Advantage comp. Overflow|SL|1
GEMS_IMPS_01|0029|35|Advantage comp. Underflow|SL|1
GEMS_IMPS_01|0029|XX|Private Element Creator|LO|1
GEMS_IMPS_01|0043|13|Decon kernel parameters|SS|5
GEMS_IQTB_IDEN_47|0047|01|Image Path|SH|1
GEMS_IQTB_IDEN_47|0047|02|Image Date/Time|UL|1
GEMS_IQTB_IDEN_47|0047|03|Queue Sequence Number|UL|1
GEMS_IQTB_IDEN_47|0047|04|Recon Sequence ID|UL|1
GEMS_IT_US_REPORT|0045|11|Vivid excel file|OW|1
GEMS_IT_US_REPORT|0045|12|Vivid CHM file|OW|1
GEMS_IT_US_REPORT|0045|13|Vivid PDF file|OW|1
GEMS_LUNAR_RAW|7003|01|enCORE File Name|ST|1
GEMS_LUNAR_RAW|7003|02|enCORE File Data|OB|1
GEMS_LUNAR_RAW|7003|03|enCORE File Length|UL|1
GEMS_LUNAR_RAW|7003|04|enCORE File Modified Time|LO|1
GEMS_MR_RAW_01|7001|01|rdb_hdr_rec|OB|1
GEMS_MR_RAW_01|7001|02|rdb_hdr_per_pass_tab|OB|1
GEMS_MR_RAW_01|7001|03|rdb_hdr_unlock_raw|OB|1
GEMS_MR_RAW_01|7001|04|rdb_hdr_data_acq_tab|OB|1
GEMS_MR_RAW_01|7001|05|rdb_hdr_nex_tab|OB|1
GEMS_MR_RAW_01|7001|06|rdb_hdr_nex_abort_tab|OB|1
GEMS_MR_RAW_01|7001|07|rdb_hdr_tool|OB|1
GEMS_MR_RAW_01|7001|08|rdb_raw_data|OB|1
GEMS_MR_RAW_01|7001|09|SSP save|OB|1
GEMS_MR_RAW_01|7001|0A|UDA save|OB|1
GEMS_MR_RAW_01|7001|0B|rdb_chemsat_data|OB|1
GEMS_PARM_01|0043|01|Bitmap of prescan options|SS|1
GEMS_PARM_01|0043|02|Gradient offset in X|SS|1
GEMS_PARM_01|0043|03|Gradient offset in Y|SS|1
GEMS_PARM_01|0043|04|Gradient offset in Z|SS|1
GEMS_PARM_01|0043|05|Img is original or unoriginal|SS|1
GEMS_PARM_01|0043|06|Number of EPI shots|SS|1
GEMS_PARM_01|0043|07|Views per segment|SS|1
GEMS_PARM_01|0043|08|Respiratory rate, bpm|SS|1
GEMS_PARM_01|0043|09|Respiratory trigger point|SS|1
GEMS_PARM_01|0043|0A|Type of receiver used|SS|1
GEMS_PARM_01|0043|0B|DB/dt Peak rate of change of gradient field|DS|1
GEMS_PARM_01|0043|0C|dB/dt Limits in units of percent|DS|1
GEMS_PARM_01|0043|0D|PSD estimated limit|DS|1
GEMS_PARM_01|0043|0E|PSD estimated limit in tesla per second|DS|1
GEMS_PARM_01|0043|0F|Saravghead|DS|1
GEMS_PARM_01|0043|10|Window value|US|1
GEMS_PARM_01|0043|11|Total input views|US|1
GEMS_PARM_01|0043|12|X-ray chain|SS|3
GEMS_PARM_01|0043|13|Decon kernel parameters|SS|5
GEMS_PARM_01|0043|14|Calibration parameters|SS|3
GEMS_PARM_01|0043|15|Total output views|SS|3
GEMS_PARM_01|0043|16|Number of overranges|SS|5
GEMS_PARM_01|0043|17|IBH image scale factors|DS|1
GEMS_PARM_01|0043|18|BBH coefficients|DS|3
GEMS_PARM_01|0043|19|Number of BBH chains to blend|SS|1
GEMS_PARM_01|0043|1A|Starting channel number|SL|1
GEMS_PARM_01|0043|1B|Ppscan parameters|SS|1
GEMS_PARM_01|0043|1C|GE image integrity|SS|1
GEMS_PARM_01|0043|1D|Level value|SS|1
GEMS_PARM_01|0043|1E|Delta Start Time [msec]|DS|1
GEMS_PARM_01|0043|1F|Max overranges in a view|SL|1
GEMS_PARM_01|0043|20|Avg overranges all views|DS|1
GEMS_PARM_01|0043|21|Corrected after glow terms|SS|1
GEMS_PARM_01|0043|25|Reference channels|SS|6
GEMS_PARM_01|0043|26|No views ref chans blocked|US|6
GEMS_PARM_01|0043|27|Scan Pitch Ratio|SH|1
GEMS_PARM_01|0043|28|Unique image iden|OB|1
GEMS_PARM_01|0043|29|Histogram tables|OB|1
GEMS_PARM_01|0043|2A|User defined data|OB|1
GEMS_PARM_01|0043|2B|Private Scan Options|SS|4
GEMS_PARM_01|0043|2C|Effective echo spacing|SS|1
GEMS_PARM_01|0043|2D|Filter Mode (String slop field 1 in legacy GE MR|SH|1
GEMS_PARM_01|0043|2E|String slop field 2|SH|1
GEMS_PARM_01|0043|2F|Image Type (real, imaginary, phase, magnitude)|SS|1
GEMS_PARM_01|0043|30|Vas collapse flag|SS|1
GEMS_PARM_01|0043|31|Recon Center Coordinates|DS|2
GEMS_PARM_01|0043|32|Vas flags|SS|1
GEMS_PARM_01|0043|33|Neg_scanspacing|FL|1
GEMS_PARM_01|0043|34|Offset Frequency|IS|1
GEMS_PARM_01|0043|35|User_usage_tag|UL|1
GEMS_PARM_01|0043|36|User_fill_map_MSW|UL|1
GEMS_PARM_01|0043|37|User_fill_map_LSW|UL|1
GEMS_PARM_01|0043|38|User data 25...User data 48 {User48=Effective Resolution for spiral}|FL|24
GEMS_PARM_01|0043|39|Slop_int_6... slop_int_9|IS|4
GEMS_PARM_01|0043|40|Trigger on position|FL|4
GEMS_PARM_01|0043|41|Degree of rotation|FL|4
GEMS_PARM_01|0043|42|DAS trigger source|SL|4
GEMS_PARM_01|0043|43|DAS fpa gain|SL|4
GEMS_PARM_01|0043|44|DAS output source|SL|4
GEMS_PARM_01|0043|45|DAS ad input|SL|4
GEMS_PARM_01|0043|46|DAS cal mode|SL|4
GEMS_PARM_01|0043|47|DAS cal frequency|SL|4
GEMS_PARM_01|0043|48|DAS reg xm|SL|4
GEMS_PARM_01|0043|49|DAS auto zero|SL|4
GEMS_PARM_01|0043|4A|Starting channel of view|SS|4
GEMS_PARM_01|0043|4B|DAS xm pattern|SL|4
GEMS_PARM_01|0043|4C|TGGC trigger mode|SS|4
GEMS_PARM_01|0043|4D|Start scan to X-ray on delay|FL|4
GEMS_PARM_01|0043|4E|Duration of X-ray on|FL|4
GEMS_PARM_01|0043|60|Slop_int_10...slop_int_17|IS|8
GEMS_PARM_01|0043|61|Scanner Study Entity UID|UI|1
GEMS_PARM_01|0043|62|Scanner Study ID|SH|1
GEMS_PARM_01|0043|63|Raw Data ID|SH|1
GEMS_PARM_01|0043|64|Image Filter|CS|1-n
GEMS_PARM_01|0043|65|Motion Correction Indicator|US|1
GEMS_PARM_01|0043|66|Helical Correction Indicator|US|1
GEMS_PARM_01|0043|67|IBO Correction Indicator|US|1
GEMS_PARM_01|0043|68|XT Correction Indicator|US|1
GEMS_PARM_01|0043|69|Q-cal Correction Indicator|US|1
GEMS_PARM_01|0043|6A|AV Correction Indicator|US|1
GEMS_PARM_01|0043|6B|L-MDK Correction Indicator|US|1
GEMS_PARM_01|0043|6C|Detector Row|IS|1
GEMS_PARM_01|0043|6D|Area Size|IS|1
GEMS_PARM_01|0043|6E|Auto mA Mode|SH|1
GEMS_PARM_01|0043|6F|Scanner Table Entry (single gradient coil systems only)/Scanner Table Entry + Gradient Coil Selected|DS|3-4
GEMS_PARM_01|0043|70|Paradigm Name|LO|1
GEMS_PARM_01|0043|71|Paradigm Description|ST|1
GEMS_PARM_01|0043|72|Paradigm UID|UI|1
GEMS_PARM_01|0043|73|Experiment Type|US|1
GEMS_PARM_01|0043|74|#rest volumes|US|1
GEMS_PARM_01|0043|75|#active volumes|US|1
GEMS_PARM_01|0043|76|#dummy scans|US|1
GEMS_PARM_01|0043|77|Application Name|SH|1
GEMS_PARM_01|0043|78|Application Version|SH|1
GEMS_PARM_01|0043|79|Slices Per Volume|US|1
GEMS_PARM_01|0043|7A|Expected Time Points|US|1
GEMS_PARM_01|0043|7B|Regressor Values|FL|1-n
GEMS_PARM_01|0043|7C|Delay after slice group|FL|1
GEMS_PARM_01|0043|7D|Recon mode flag word|US|1
GEMS_PARM_01|0043|7E|PACC specific information|LO|1-n
GEMS_PARM_01|0043|7F|Reserved|DS|1-n
GEMS_PARM_01|0043|80|Coil ID Data|LO|1-n
GEMS_PARM_01|0043|81|GE Coil Name|LO|1
GEMS_PARM_01|0043|82|System Configuration Information|LO|1-n
GEMS_PARM_01|0043|83|Asset R Factors|DS|1-2
GEMS_PARM_01|0043|84|Additional Asset Data|LO|5
GEMS_PARM_01|0043|85|Debug Data (text format)|UT|1
GEMS_PARM_01|0043|86|Debug Data (binary format)|OB|1
GEMS_PARM_01|0043|87|Reserved|UT|1
GEMS_PARM_01|0043|88|PURE Acquisition Calibration Series UID|UI|1
GEMS_PARM_01|0043|89|Governing Body, dB/dt, and SAR definition|LO|3
GEMS_PARM_01|0043|8A|Private In-Plane Phase Encoding Direction|CS|1
GEMS_PARM_01|0043|8B|FMRI Binary Data Block|OB|1
GEMS_PARM_01|0043|8C|Voxel Location|DS|6
GEMS_PARM_01|0043|8D|SAT Band Locations|DS|7-7n
GEMS_PARM_01|0043|8E|Spectro Prescan Values|DS|3
GEMS_PARM_01|0043|8F|Spectro Parameters|DS|3
GEMS_PARM_01|0043|90|SAR Definition|LO|1-n
GEMS_PARM_01|0043|91|SAR value|DS|1-n
GEMS_PARM_01|0043|92|Image Error Text|LO|1
GEMS_PARM_01|0043|93|Spectro Quantitation Values|DS|1-n
GEMS_PARM_01|0043|94|Spectro Ratio Values|DS|1-n
GEMS_PARM_01|0043|95|Prescan Reuse String|LO|1
GEMS_PARM_01|0043|96|Content Qualification|CS|1
GEMS_PARM_01|0043|97|Image Filtering Parameters|LO|8
GEMS_PARM_01|0043|98|ASSET Acquisition Calibration Series UID|UI|1
GEMS_PARM_01|0043|99|Extended Options|LO|1-n
GEMS_PARM_01|0043|9A|Rx Stack Identification|IS|1
GEMS_PARM_01|0043|9B|NPW factor|DS|1
GEMS_PARM_01|0043|9C|Research Tag 1|OB|1
GEMS_PARM_01|0043|9D|Research Tag 2|OB|1
GEMS_PARM_01|0043|9E|Research Tag 3|OB|1
GEMS_PARM_01|0043|9F|Research Tag 4|OB|1
GEMS_PARM_01|0043|A0|Spectroscopy Pixel Sequence|SQ|1
GEMS_PARM_01|0043|A1|Spectroscopy Default Display Sequence|SQ|1
GEMS_PARM_01|0043|A2|MEG Data|DS|1-n
GEMS_PARM_01|0043|A3|ASL Contrast technique|CS|1
GEMS_PARM_01|0043|A4|Detailed text for ASL labeling technique|LO|1
GEMS_PARM_01|0043|A5|Duration of the label or control pulse|IS|1
GEMS_PARM_01|0043|XX|Private Element Creator|LO|1
GEMS_PARM_01|0051|0A|Store level of Functional Image|SL|1
GEMS_PARM_01|0051|0B|Store B-Value with Functional Image|FL|1
GEMS_PARM_01|2001|10|DICOM Implementation UID|UI|1
GEMS_PARM_01|2001|11|DICOM Implementation Version|SH|1
GEMS_PARM_01|2001|12|Within-DICOM-Implementation SOP Instance UID|UI|1
GEMS_PARM_01|2001|13|Application Name|SH|1
GEMS_PARM_01|2001|14|Application Version|SH|1
GEMS_PARM_01|2001|15|Compatibility Version|SH|1
GEMS_PARM_01|2001|21|Referenced Series UID|UI|1-n
GEMS_PARM_01|2001|31|Number of Objects Averaged|US|1
GEMS_PARM_01|2001|41|Number of Expected Time Points|US|1
GEMS_PARM_01|2001|51|Number of Slices Per Volume|US|1
GEMS_PARM_01|2001|60|BW Image Type|US|1
GEMS_PARM_01|2001|61|Experiment Type|US|1
GEMS_PARM_01|2001|71|Paradigm UID|UI|1
GEMS_PARM_01|2001|72|Paradigm Name|LO|1
GEMS_PARM_01|2001|73|Paradigm Description|ST|1
GEMS_PARM_01|2001|80|Contrast|OB|1
GEMS_PARM_01|2001|81|Regressor Values|FL|1-n
GEMS_PARM_01|2001|86|Number of Degrees of Freedom|US|1
GEMS_PARM_01|2001|8A|Z Threshold|FL|1
GEMS_PARM_01|2001|8B|p Threshold|FL|1
GEMS_PARM_01|2001|90|Processing parameters|OB|1
GEMS_PARM_01|2001|91|Motion Plot|OB|1
GEMS_PARM_01|2001|92|ROIs|OB|1
GEMS_PARM_01|2001|93|Tracts|OB|1
GEMS_PARM_01|2001|94|Report|OB|1
GEMS_PARM_01|2001|95|Response Data|OB|1
GEMS_PARM_01|2001|A0|Motion Parameters|FL|1-n
GEMS_PARM_01|2001|A1|Registration Parameters|FL|1-n
GEMS_PARM_01|2001|A2|Subject Data|FL|1-n
GEMS_PARM_01|2001|B0|DTI Parameters|OB|1
GEMS_PARM_01|2001|C0|Paradigm Info|OB|1
GEMS_PATI_01|0011|10|Patient Status|SS|1
GEMS_PATI_01|0011|XX|Private Element Creator|LO|1
GEMS_PETD_01|0009|01|GE Discovery PET Implementation Version Name|LO|2
GEMS_PETD_01|0009|02|PET patient_id|LO|1
GEMS_PETD_01|0009|03|PET compatible_version|SH|1
GEMS_PETD_01|0009|04|GE Advance Patient.software_version|SH|1
GEMS_PETD_01|0009|05|PET patient_datetime|DT|1
GEMS_PETD_01|0009|06|PET type|SL|1
GEMS_PETD_01|0009|07|PET exam_id|UI|1
GEMS_PETD_01|0009|08|PET compatible_version|SH|1
GEMS_PETD_01|0009|09|PET software_version|SH|1
GEMS_PETD_01|0009|0A|PET scan_id|UI|1
GEMS_PETD_01|0009|0B|PET compatible_version|SH|1
GEMS_PETD_01|0009|0C|PET software_version|SH|1
GEMS_PETD_01|0009|0D|PET scan_datetime|DT|1
GEMS_PETD_01|0009|0E|PET scan_ready|DT|1
GEMS_PETD_01|0009|0F|PET scan_description|ST|1
GEMS_PETD_01|0009|10|PET hospital_name|LO|1
GEMS_PETD_01|0009|11|PET scanner_desc|LO|1
GEMS_PETD_01|0009|12|PET manufacturer|LO|1
GEMS_PETD_01|0009|13|PET for_identifier|UI|1
GEMS_PETD_01|0009|14|PET landmark_name|LO|1
GEMS_PETD_01|0009|15|PET landmark_abbrev|SH|1
GEMS_PETD_01|0009|16|PET patient_position|SL|1
GEMS_PETD_01|0009|17|PET scan_perspective|SL|1
GEMS_PETD_01|0009|18|PET scan_type|SL|1
GEMS_PETD_01|0009|19|PET scan_mode|SL|1
GEMS_PETD_01|0009|1A|PET start_condition|SL|1
GEMS_PETD_01|0009|1B|PET start_cond_data|SL|1
GEMS_PETD_01|0009|1C|PET sel_stop_cond|SL|1
GEMS_PETD_01|0009|1D|PET sel_stop_cond_data|SL|1
GEMS_PETD_01|0009|1E|PET collect_deadtime|SL|1
GEMS_PETD_01|0009|1F|PET collect_singles|SL|1
GEMS_PETD_01|0009|20|PET collect_countrate|SL|1
GEMS_PETD_01|0009|21|PET countrate_period|SL|1
GEMS_PETD_01|0009|22|PET delayed_events|SL|1
GEMS_PETD_01|0009|23|PET delayed_bias|SL|1
GEMS_PETD_01|0009|24|PET word_size|SL|1
GEMS_PETD_01|0009|25|PET axial_acceptance|SL|1
GEMS_PETD_01|0009|26|PET axial_angle_3d|SL|1
GEMS_PETD_01|0009|27|PET theta_compression|SL|1
GEMS_PETD_01|0009|28|PET axial_compression|SL|1
GEMS_PETD_01|0009|29|PET gantry_tilt_angle|FL|1
GEMS_PETD_01|0009|2A|PET collimation|SL|1
GEMS_PETD_01|0009|2B|PET scan_fov|SL|1
GEMS_PETD_01|0009|2C|PET axial_fov|SL|1
GEMS_PETD_01|0009|2D|PET event_separation|SL|1
GEMS_PETD_01|0009|2E|PET mask_width|SL|1
GEMS_PETD_01|0009|2F|PET binning_mode|SL|1
GEMS_PETD_01|0009|30|PET trig_rej_method|SL|1
GEMS_PETD_01|0009|31|PET number_for_reject|SL|1
GEMS_PETD_01|0009|32|PET lower_reject_limit|SL|1
GEMS_PETD_01|0009|33|PET upper_reject_limit|SL|1
GEMS_PETD_01|0009|34|PET triggers_acquired|SL|1
GEMS_PETD_01|0009|35|PET triggers_rejected|SL|1
GEMS_PETD_01|0009|36|PET tracer_name|LO|1
GEMS_PETD_01|0009|37|PET batch_description|LO|1
GEMS_PETD_01|0009|38|PET tracer_activity|FL|1
GEMS_PETD_01|0009|39|PET meas_datetime|DT|1
GEMS_PETD_01|0009|3A|PET pre_inj_volume|FL|1
GEMS_PETD_01|0009|3B|PET admin_datetime|DT|1
GEMS_PETD_01|0009|3C|PET post_inj_activity|FL|1
GEMS_PETD_01|0009|3D|PET post_inj_datetime|DT|1
GEMS_PETD_01|0009|3E|PET radionuclide_name|SH|1
GEMS_PETD_01|0009|3F|PET half_life|FL|1
GEMS_PETD_01|0009|40|PET positron_fraction|FL|1
GEMS_PETD_01|0009|41|PET source1_holder|SL|1
GEMS_PETD_01|0009|42|PET source1_activity|FL|1
GEMS_PETD_01|0009|43|PET source1_meas_dt|DT|1
GEMS_PETD_01|0009|44|PET source1_radnuclide|SH|1
GEMS_PETD_01|0009|45|PET source1_half_life|FL|1
GEMS_PETD_01|0009|46|PET source2_holder|SL|1
GEMS_PETD_01|0009|47|PET source2_activity|FL|1
GEMS_PETD_01|0009|48|PET source2_meas_dt|DT|1
GEMS_PETD_01|0009|49|PET source2_radnuclide|SH|1
GEMS_PETD_01|0009|4A|PET source2_half_life|FL|1
GEMS_PETD_01|0009|4B|PET source_speed|SL|1
GEMS_PETD_01|0009|4C|PET source_location|FL|1
GEMS_PETD_01|0009|4D|PET emission_present|SL|1
GEMS_PETD_01|0009|4E|PET lower_axial_acc|SL|1
GEMS_PETD_01|0009|4F|PET upper_axial_acc|SL|1
GEMS_PETD_01|0009|50|PET lower_coinc_limit|SL|1
GEMS_PETD_01|0009|51|PET upper_coinc_limit|SL|1
GEMS_PETD_01|0009|52|PET coinc_delay_offset|SL|1
GEMS_PETD_01|0009|53|PET coinc_output_mode|SL|1
GEMS_PETD_01|0009|54|PET upper_energy_limit|SL|1
GEMS_PETD_01|0009|55|PET lower_energy_limit|SL|1
GEMS_PETD_01|0009|56|PET normal_cal_id|UI|1
GEMS_PETD_01|0009|57|PET normal_2d_cal_id|UI|1
GEMS_PETD_01|0009|58|PET blank_cal_id|UI|1
GEMS_PETD_01|0009|59|PET wc_cal_id|UI|1
GEMS_PETD_01|0009|5A|PET derived|SL|1
GEMS_PETD_01|0009|5B|PET contrast_agent|LO|1
GEMS_PETD_01|0009|5C|PET frame_id|UI|1
GEMS_PETD_01|0009|5D|PET scan_id|UI|1
GEMS_PETD_01|0009|5E|PET exam_id|UI|1
GEMS_PETD_01|0009|5F|PET patient_id|LO|1
GEMS_PETD_01|0009|60|PET compatible_version|SH|1
GEMS_PETD_01|0009|61|PET software_version|SH|1
GEMS_PETD_01|0009|62|PET where_is_frame|ST|1
GEMS_PETD_01|0009|63|PET frame_size|SL|1
GEMS_PETD_01|0009|64|PET file_exists|SL|1
GEMS_PETD_01|0009|65|PET patient_entry|SL|1
GEMS_PETD_01|0009|66|PET table_height|FL|1
GEMS_PETD_01|0009|67|PET table_z_position|FL|1
GEMS_PETD_01|0009|68|PET landmark_datetime|DT|1
GEMS_PETD_01|0009|69|PET slice_count|SL|1
GEMS_PETD_01|0009|6A|PET start_location|FL|1
GEMS_PETD_01|0009|6B|PET acq_delay|SL|1
GEMS_PETD_01|0009|6C|PET acq_start|DT|1
GEMS_PETD_01|0009|6D|PET acq_duration|SL|1
GEMS_PETD_01|0009|6E|PET acq_bin_dur|SL|1
GEMS_PETD_01|0009|6F|PET acq_bin_start|SL|1
GEMS_PETD_01|0009|70|PET actual_stop_cond|SL|1
GEMS_PETD_01|0009|71|PET total_prompts|FD|1
GEMS_PETD_01|0009|72|PET total_delays|FD|1
GEMS_PETD_01|0009|73|PET frame_valid|SL|1
GEMS_PETD_01|0009|74|PET validity_info|SL|1
GEMS_PETD_01|0009|75|PET archived|SL|1
GEMS_PETD_01|0009|76|PET compression|SL|1
GEMS_PETD_01|0009|77|PET uncompressed_size|SL|1
GEMS_PETD_01|0009|78|PET accum_bin_dur|SL|1
GEMS_PETD_01|0009|79|PET compatible_version|SH|1
GEMS_PETD_01|0009|7A|PET software_version|SH|1
GEMS_PETD_01|0009|7B|PET is_datetime|DT|1
GEMS_PETD_01|0009|7C|PET is_source|SL|1
GEMS_PETD_01|0009|7D|PET is_contents|SL|1
GEMS_PETD_01|0009|7E|PET is_type|SL|1
GEMS_PETD_01|0009|7F|PET is_reference|DS|3
GEMS_PETD_01|0009|80|PET multi_patient|SL|1
GEMS_PETD_01|0009|81|PET number_of_normals|SL|1
GEMS_PETD_01|0009|82|PET color_map_id|UI|1
GEMS_PETD_01|0009|83|PET window_level_type|SL|1
GEMS_PETD_01|0009|84|PET rotate|FL|1
GEMS_PETD_01|0009|85|PET flip|SL|1
GEMS_PETD_01|0009|86|PET zoom|FL|1
GEMS_PETD_01|0009|87|PET pan_x|SL|1
GEMS_PETD_01|0009|88|PET pan_y|SL|1
GEMS_PETD_01|0009|89|PET window_level_min|FL|1
GEMS_PETD_01|0009|8A|PET window_level_max|FL|1
GEMS_PETD_01|0009|8B|PET recon_method|SL|1
GEMS_PETD_01|0009|8C|PET attenuation|SL|1
GEMS_PETD_01|0009|8D|PET atten_coefficient|FL|1
GEMS_PETD_01|0009|8E|PET bp_filter|SL|1
GEMS_PETD_01|0009|8F|PET bp_filter_cutoff|FL|1
GEMS_PETD_01|0009|90|PET bp_filter_order|SL|1
GEMS_PETD_01|0009|91|PET bp_center_l|FL|1
GEMS_PETD_01|0009|92|PET bp_center_p|FL|1
GEMS_PETD_01|0009|93|PET atten_smooth|SL|1
GEMS_PETD_01|0009|94|PET atten_smooth_param|SL|1
GEMS_PETD_01|0009|95|PET angle_smooth_param|SL|1
GEMS_PETD_01|0009|96|PET wellcountercal_id|UI|1
GEMS_PETD_01|0009|97|PET trans_scan_id|UI|1
GEMS_PETD_01|0009|98|PET norm_cal_id|UI|1
GEMS_PETD_01|0009|99|PET blnk_cal_id|UI|1
GEMS_PETD_01|0009|9A|PET cac_edge_threshold|FL|1
GEMS_PETD_01|0009|9B|PET cac_skull_offset|FL|1
GEMS_PETD_01|0009|9C|PET emiss_sub_id|UI|1
GEMS_PETD_01|0009|9D|PET radial_filter_3d|SL|1
GEMS_PETD_01|0009|9E|PET radial_cutoff_3d|FL|1
GEMS_PETD_01|0009|9F|PET axial_filter_3d|SL|1
GEMS_PETD_01|0009|A0|PET axial_cutoff_3d|FL|1
GEMS_PETD_01|0009|A1|PET axial_start|FL|1
GEMS_PETD_01|0009|A2|PET axial_spacing|FL|1
GEMS_PETD_01|0009|A3|PET axial_angles_used|SL|1
GEMS_PETD_01|0009|A4|PET compatible_version|SH|1
GEMS_PETD_01|0009|A5|PET software_version|SH|1
GEMS_PETD_01|0009|A6|PET slice_number|SL|1
GEMS_PETD_01|0009|A7|PET total_counts|FL|1
GEMS_PETD_01|0009|A8|PET other_atts|OB|1
GEMS_PETD_01|0009|A9|PET other_atts_size|SL|1
GEMS_PETD_01|0009|AA|PET archived|SL|1
GEMS_PETD_01|0009|AB|PET bp_center_x|FL|1
GEMS_PETD_01|0009|AC|PET bp_center_y|FL|1
GEMS_PETD_01|0009|AD|PET trans_frame_id|UI|1
GEMS_PETD_01|0009|AE|PET tpluse_frame_id|UI|1
GEMS_PETD_01|0009|B1|PET profile_spacing|FL|1
GEMS_PETD_01|0009|B2|PET ir_num_iterations|SL|1
GEMS_PETD_01|0009|B3|PET ir_num_subsets|SL|1
GEMS_PETD_01|0009|B4|PET ir_recon_fov|FL|1
GEMS_PETD_01|0009|B5|PET ir_corr_model|SL|1
GEMS_PETD_01|0009|B6|PET ir_loop_filter|SL|1
GEMS_PETD_01|0009|B7|PET ir_pre_filt_parm|FL|1
GEMS_PETD_01|0009|B8|PET ir_loop_filt_parm|SL|1
GEMS_PETD_01|0009|B9|PET response_filt_parm|FL|1
GEMS_PETD_01|0009|BA|PET post_filter|SL|1
GEMS_PETD_01|0009|BB|PET post_filt_parm|FL|1
GEMS_PETD_01|0009|BC|PET ir_regularize|SL|1
GEMS_PETD_01|0009|BD|PET regularize_parm|FL|1
GEMS_PETD_01|0009|BE|PET ac_bp_filter|SL|1
GEMS_PETD_01|0009|BF|PET ac_bp_filt_cut_off|FL|1
GEMS_PETD_01|0009|C0|PET ac_bp_filt_order|SL|1
GEMS_PETD_01|0009|C1|PET ac_img_smooth|SL|1
GEMS_PETD_01|0009|C2|PET ac_img_smooth_parm|FL|1
GEMS_PETD_01|0009|C3|PET scatter_method|SL|1
GEMS_PETD_01|0009|C4|PET scatter_num_iter|SL|1
GEMS_PETD_01|0009|C5|PET scatter_parm|FL|1
GEMS_PETD_01|0009|C6|PET seg_qc_parm|FL|1
GEMS_PETD_01|0009|C7|PET overlap|SL|1
GEMS_PETD_01|0009|C8|PET ovlp_frm_id|UI|1
GEMS_PETD_01|0009|C9|PET ovlp_trans_frm_id|UI|1
GEMS_PETD_01|0009|CA|PET ovlp_tpulse_frm_id|UI|1
GEMS_PETD_01|0009|CB|PET vqc_x_axis_trans|FL|1
GEMS_PETD_01|0009|CC|PET vqc_x_axis_tilt|FL|1
GEMS_PETD_01|0009|CD|PET vqc_y_axis_trans|FL|1
GEMS_PETD_01|0009|CE|PET vqc_y_axis_swivel|FL|1
GEMS_PETD_01|0009|CF|PET vqc_z_axis_trans|FL|1
GEMS_PETD_01|0009|D0|PET vqc_z_axis_roll|FL|1
GEMS_PETD_01|0009|D1|PET ctac_conv_scale|LO|1
GEMS_PETD_01|0009|D2|PET image_set_id|UI|1
GEMS_PETD_01|0009|D3|PET constrast_route|SL|1
GEMS_PETD_01|0009|D4|PET ctac_conv_scale|LO|1
GEMS_PETD_01|0009|D5|PET loop_filter_parm|FL|1
GEMS_PETD_01|0009|D6|PET image_one_loc|FL|1
GEMS_PETD_01|0009|D7|PET image_index_loc|FL|1
GEMS_PETD_01|0009|D8|PET frame_number|SL|1
GEMS_PETD_01|0009|D9|PET list_file_exists|SL|1
GEMS_PETD_01|0009|DA|PET where_is_list_frame|ST|1
GEMS_PETD_01|0009|DB|PET ir_z_filter_flag|SL|1
GEMS_PETD_01|0009|DC|PET ir_z_filter_ratio|FL|1
GEMS_PETD_01|0009|DD|PET num_of_rr_interval|US|1
GEMS_PETD_01|0009|DE|PET num_of_time_slots|US|1
GEMS_PETD_01|0009|DF|PET num_of_slices|US|1
GEMS_PETD_01|0009|E0|PET num_of_time_slices|US|1
GEMS_PETD_01|0009|E1|PET unlisted_scan|SL|1
GEMS_PETD_01|0009|E2|PET rest_stress|SL|1
GEMS_PETD_01|0009|E3|PET phase percentage|FL|1
GEMS_PETD_01|0009|E4|Recon Protocol|ST|1
GEMS_PETD_01|0009|E5|PET left shift|FL|1
GEMS_PETD_01|0009|E6|PET posterior shift|FL|1
GEMS_PETD_01|0009|E7|PET superior shift|FL|1
GEMS_PETD_01|0009|E8|PET acq_bin_num|SL|1
GEMS_PETD_01|0009|E9|PET acq_bin_dur_percent|FL|1
GEMS_PETD_01|0009|EA|3D Filter flag|SL|1
GEMS_PETD_01|0009|EB|3D Filter cutoff|FL|1
GEMS_PETD_01|0009|EC|3D Filter order|SL|1
GEMS_PETD_01|0009|F0|Reformat group|UI|1
GEMS_PETD_01|0011|01|GE Advance ROI Sequence|SQ|1
GEMS_PETD_01|0011|02|GE Advance ROI.roi_id|UI|1
GEMS_PETD_01|0011|03|GE Advance ROI.image_id|UI|1
GEMS_PETD_01|0011|04|GE Advance ROI.compatible_version|SH|1
GEMS_PETD_01|0011|05|GE Advance ROI.software_version|SH|1
GEMS_PETD_01|0011|06|GE Advance ROI.roi_name|LO|1
GEMS_PETD_01|0011|07|GE Advance ROI.roi_datetime|DT|1
GEMS_PETD_01|0011|08|GE Advance ROI.roi_type|SL|1
GEMS_PETD_01|0011|09|GE Advance ROI.center_x|FL|1
GEMS_PETD_01|0011|0A|GE Advance ROI.center_y|FL|1
GEMS_PETD_01|0011|0B|GE Advance ROI.width|FL|1
GEMS_PETD_01|0011|0C|GE Advance ROI.height|FL|1
GEMS_PETD_01|0011|0D|GE Advance ROI.angle|FL|1
GEMS_PETD_01|0011|0E|GE Advance ROI.number_of_points|SL|1
GEMS_PETD_01|0011|0F|GE Advance ROI.roi_data|OB|1
GEMS_PETD_01|0011|10|GE Advance ROI.roi_size|SL|1
GEMS_PETD_01|0011|11|GE Advance ROI.color|LO|1
GEMS_PETD_01|0011|12|GE Advance ROI.line_type|SL|1
GEMS_PETD_01|0011|13|GE Advance ROI.line_width|SL|1
GEMS_PETD_01|0011|14|GE Advance ROI.roi_number|SL|1
GEMS_PETD_01|0011|15|GE Advance ROI.convex|SL|1
GEMS_PETD_01|0011|16|GE Advance ROI.atten_corr_flag|SL|1
GEMS_PETD_01|0013|01|GE Advance Annotation Sequence|SQ|1
GEMS_PETD_01|0013|02|GE Advance Annotation.annotation_id|UI|1
GEMS_PETD_01|0013|03|GE Advance Annotation.image_id|UI|1
GEMS_PETD_01|0013|04|GE Advance Annotation.compatible_version|SH|1
GEMS_PETD_01|0013|05|GE Advance Annotation.software_version|SH|1
GEMS_PETD_01|0013|06|GE Advance Annotation.type|SL|1
GEMS_PETD_01|0013|07|GE Advance Annotation.font_name|LO|1
GEMS_PETD_01|0013|08|GE Advance Annotation.font_size|SH|1
GEMS_PETD_01|0013|09|GE Advance Annotation.foreground_color|LO|1
GEMS_PETD_01|0013|0A|GE Advance Annotation.background_color|LO|1
GEMS_PETD_01|0013|0B|GE Advance Annotation.coordinate_system|SL|1
GEMS_PETD_01|0013|0C|GE Advance Annotation.start_x|FL|1
GEMS_PETD_01|0013|0D|GE Advance Annotation.start_y|FL|1
GEMS_PETD_01|0013|0E|GE Advance Annotation.end_x|FL|1
GEMS_PETD_01|0013|0F|GE Advance Annotation.end_y|FL|1
GEMS_PETD_01|0013|10|GE Advance Annotation.start_symbol|SL|1
GEMS_PETD_01|0013|11|GE Advance Annotation.end_symbol|SL|1
GEMS_PETD_01|0013|12|GE Advance Annotation.annotation_data|OB|1
GEMS_PETD_01|0013|13|GE Advance Annotation.annotation_size|SL|1
GEMS_PETD_01|0013|14|GE Advance Annotation.label_id|LO|1
GEMS_PETD_01|0017|01|PET correction_cal_id|UI|1
GEMS_PETD_01|0017|02|PET compatible_version|SH|1
GEMS_PETD_01|0017|03|PET software_version|SH|1
GEMS_PETD_01|0017|04|PET cal_datetime|DT|1
GEMS_PETD_01|0017|05|PET cal_description|LO|1
GEMS_PETD_01|0017|06|PET cal_type|SL|1
GEMS_PETD_01|0017|07|PET where_is_corr|ST|1
GEMS_PETD_01|0017|08|PET corr_file_size|SL|1
GEMS_PETD_01|0017|09|PET scan_id|LO|1
GEMS_PETD_01|0017|0A|PET scan_datetime|DT|1
GEMS_PETD_01|0017|0B|PET norm_2d_cal_id|LO|1
GEMS_PETD_01|0017|0C|PET hosp_identifier|SH|1
GEMS_PETD_01|0017|0D|PET archived|SL|1
GEMS_PETD_01|0019|01|PET wc_cal_id|UI|1
GEMS_PETD_01|0019|02|PET compatible_version|SH|1
GEMS_PETD_01|0019|03|PET software_version|SH|1
GEMS_PETD_01|0019|04|PET cal_datetime|DT|1
GEMS_PETD_01|0019|05|PET cal_type|SL|1
GEMS_PETD_01|0019|06|PET cal_description|LO|1
GEMS_PETD_01|0019|07|PET cal_hardware|LO|1
GEMS_PETD_01|0019|08|PET coefficients|OB|1
GEMS_PETD_01|0019|09|PET activity_factor_hr|FL|1
GEMS_PETD_01|0019|0A|PET activity_factor_hs|FL|1
GEMS_PETD_01|0019|0B|PET activity_factor_3d|FL|1
GEMS_PETD_01|0019|0C|PET scan_id|LO|1
GEMS_PETD_01|0019|0D|PET scan_datetime|DT|1
GEMS_PETD_01|0019|0E|PET hosp_identifier|SH|1
GEMS_PETD_01|0019|0F|PET meas_activity|FL|1
GEMS_PETD_01|0019|10|PET meas_datetime|DT|1
GEMS_PETD_01|0019|11|PET axial_filter_3d|SL|1
GEMS_PETD_01|0019|12|PET axial_cutoff_3d|FL|1
GEMS_PETD_01|0019|13|PET default_flag|SL|1
GEMS_PETD_01|0019|14|PET archived|SL|1
GEMS_PETD_01|0019|15|PET wc_cal_rec_method|SL|1
GEMS_PETD_01|0019|16|PET activity_factor_2d|SL|1
GEMS_PETD_01|0019|17|PET isotope|SL|1
GEMS_PETD_01|0021|01|PET raw_data_type|US|1
GEMS_PETD_01|0021|02|PET raw_data_size|UL|1
GEMS_PETD_01|0023|01|raw_data_blob|OB|1
GEMS_PETD_01|0023|02|PET raw_data_blob|OB|1
GEMS_PETD_01|5001|01|GE Advance Curve.curve_id|UI|1
GEMS_PETD_01|5001|02|GE Advance Curve.compatible_version|SH|1
GEMS_PETD_01|5001|03|GE Advance Curve.software_version|SH|1
GEMS_PETD_01|5001|04|GE Advance Curve.statistics_type|SL|1
GEMS_PETD_01|5001|05|GE Advance Curve.how_derived|LT|1
GEMS_PETD_01|5001|06|GE Advance Curve.how_derived_size|SL|1
GEMS_PETD_01|5001|07|GE Advance Curve.multi_patient|SL|1
GEMS_PETD_01|5001|08|GE Advance Curve.deadtime|SL|1
GEMS_PETD_01|5003|01|GE Advance Graph Sequence|SQ|1
GEMS_PETD_01|5003|02|GE Advance Graph.graph_id|UI|1
GEMS_PETD_01|5003|03|GE Advance Graph.compatible_version|SH|1
GEMS_PETD_01|5003|04|GE Advance Graph.software_version|SH|1
GEMS_PETD_01|5003|05|GE Advance Graph.title|LO|1
GEMS_PETD_01|5003|06|GE Advance Graph.graph_datetime|DT|1
GEMS_PETD_01|5003|07|GE Advance Graph.graph_description|ST|1
GEMS_PETD_01|5003|08|GE Advance Graph.title_font_name|LO|1
GEMS_PETD_01|5003|09|GE Advance Graph.title_font_size|SH|1
GEMS_PETD_01|5003|0A|GE Advance Graph.footer|LO|1
GEMS_PETD_01|5003|0B|GE Advance Graph.footer_font_size|SH|1
GEMS_PETD_01|5003|0C|GE Advance Graph.foreground_color|LO|1
GEMS_PETD_01|5003|0D|GE Advance Graph.background_color|LO|1
GEMS_PETD_01|5003|0E|GE Advance Graph.graph_border|SL|1
GEMS_PETD_01|5003|0F|GE Advance Graph.graph_width|SL|1
GEMS_PETD_01|5003|10|GE Advance Graph.graph_height|SL|1
GEMS_PETD_01|5003|11|GE Advance Graph.grid|SL|1
GEMS_PETD_01|5003|12|GE Advance Graph.label_font_name|LO|1
GEMS_PETD_01|5003|13|GE Advance Graph.label_font_size|SH|1
GEMS_PETD_01|5003|14|GE Advance Graph.axes_color|LO|1
GEMS_PETD_01|5003|15|GE Advance Graph.x_axis_label|LO|1
GEMS_PETD_01|5003|16|GE Advance Graph.x_axis_units|SL|1
GEMS_PETD_01|5003|17|GE Advance Graph.x_major_tics|FL|1
GEMS_PETD_01|5003|18|GE Advance Graph.x_axis_min|FL|1
GEMS_PETD_01|5003|19|GE Advance Graph.x_axis_max|FL|1
GEMS_PETD_01|5003|1A|GE Advance Graph.y_axis_label|LO|1
GEMS_PETD_01|5003|1B|GE Advance Graph.y_axis_units|SL|1
GEMS_PETD_01|5003|1C|GE Advance Graph.y_major_tics|FL|1
GEMS_PETD_01|5003|1D|GE Advance Graph.y_axis_min|FL|1
GEMS_PETD_01|5003|1E|GE Advance Graph.y_axis_max|FL|1
GEMS_PETD_01|5003|1F|GE Advance Graph.legend_font_name|LO|1
GEMS_PETD_01|5003|20|GE Advance Graph.legend_font_size|SH|1
GEMS_PETD_01|5003|21|GE Advance Graph.legend_location_x|SL|1
GEMS_PETD_01|5003|22|GE Advance Graph.legend_location_y|SL|1
GEMS_PETD_01|5003|23|GE Advance Graph.legend_width|SL|1
GEMS_PETD_01|5003|24|GE Advance Graph.legend_height|SL|1
GEMS_PETD_01|5003|25|GE Advance Graph.legend_border|SL|1
GEMS_PETD_01|5003|26|GE Advance Graph.multi_patient|SL|1
GEMS_PETD_01|5005|01|GE Advance CurvePresentation Sequence|SQ|1
GEMS_PETD_01|5005|02|GE Advance CurvePresentation.curvepresent_id|UI|1
GEMS_PETD_01|5005|03|GE Advance CurvePresentation.graph_id|UI|1
GEMS_PETD_01|5005|04|GE Advance CurvePresentation.curve_id|UI|1
GEMS_PETD_01|5005|05|GE Advance CurvePresentation.compatible_version|SH|1
GEMS_PETD_01|5005|06|GE Advance CurvePresentation.software_version|SH|1
GEMS_PETD_01|5005|07|GE Advance CurvePresentation.curve_label|LO|1
GEMS_PETD_01|5005|08|GE Advance CurvePresentation.color|LO|1
GEMS_PETD_01|5005|09|GE Advance CurvePresentation.line_type|SL|1
GEMS_PETD_01|5005|0A|GE Advance CurvePresentation.line_width|SL|1
GEMS_PETD_01|5005|0B|GE Advance CurvePresentation.point_symbol|SL|1
GEMS_PETD_01|5005|0C|GE Advance CurvePresentation.point_symbol_dim|SL|1
GEMS_PETD_01|5005|0D|GE Advance CurvePresentation.point_color|LO|1
GEMS_QVA_PHOTO_01|0009|60|Dodge End Diastolic Volume ml|FL|1
GEMS_QVA_PHOTO_01|0009|61|Dodge End Systolic Volume ml|FL|1
GEMS_QVA_PHOTO_01|0009|62|Dodge Stroke Volume ml|FL|1
GEMS_QVA_PHOTO_01|0009|63|Dodge Ejection Fraction|IS|1
GEMS_QVA_PHOTO_01|0009|64|Simpson End Diastolic Volume ml|FL|1
GEMS_QVA_PHOTO_01|0009|65|Simpson End Systolic Volume ml|FL|1
GEMS_QVA_PHOTO_01|0009|66|Simpson Stroke Volume ml|FL|1
GEMS_QVA_PHOTO_01|0009|67|Simpson Ejection Fraction|IS|1
GEMS_QVA_PHOTO_01|0009|68|CFX Single Hypokinesia in Region|FL|1
GEMS_QVA_PHOTO_01|0009|69|CFX Single Hyperkinesia in Opposite Region|FL|1
GEMS_QVA_PHOTO_01|0009|6A|CFX Single Total LV contour Percent|IS|1
GEMS_QVA_PHOTO_01|0009|6B|CFX Multiple Hypokinesia in Region|FL|1
GEMS_QVA_PHOTO_01|0009|6C|CFX Multiple Hyperkinesia in Opposite Region|FL|1
GEMS_QVA_PHOTO_01|0009|6D|CFX Multiple Total LV contour Percent|IS|1
GEMS_QVA_PHOTO_01|0009|6E|RCA Single Hypokinesia in Region|FL|1
GEMS_QVA_PHOTO_01|0009|6F|RCA Single Hyperkinesia in Opposite Region|FL|1
GEMS_QVA_PHOTO_01|0009|70|RCA Single Total LV contour Percent|IS|1
GEMS_QVA_PHOTO_01|0009|71|RCA Multiple Hypokinesia in Region|FL|1
GEMS_QVA_PHOTO_01|0009|72|RCA Multiple Hyperkinesia in Opposite Region|FL|1
GEMS_QVA_PHOTO_01|0009|73|RCA Multiple Total LV contour Percent|IS|1
GEMS_QVA_PHOTO_01|0009|74|LAD Single Hypokinesia in Region|FL|1
GEMS_QVA_PHOTO_01|0009|75|LAD Single Hyperkinesia in Opposite Region|FL|1
GEMS_QVA_PHOTO_01|0009|76|LAD Single Total LV contour Percent|IS|1
GEMS_QVA_PHOTO_01|0009|77|LAD Multiple Hypokinesia in Region|FL|1
GEMS_QVA_PHOTO_01|0009|78|LAD Multiple Hyperkinesia in Opposite Region|FL|1
GEMS_QVA_PHOTO_01|0009|79|LAD Multiple Total LV contour Percent|IS|1
GEMS_QVA_PHOTO_01|0009|7A|Dodge End Diastolic Volume ml/m2|FL|1
GEMS_QVA_PHOTO_01|0009|7C|Dodge End Systolic Volume ml/m2|FL|1
GEMS_QVA_PHOTO_01|0009|7E|Dodge Stroke Volume ml/m2|FL|1
GEMS_QVA_PHOTO_01|0009|80|Simpson End Diastolic Volume ml/m2|FL|1
GEMS_QVA_PHOTO_01|0009|82|Simpson End Systolic Volume ml/m2|FL|1
GEMS_QVA_PHOTO_01|0009|84|Simpson Stroke Volume ml/m2|FL|1
GEMS_RELA_01|0021|03|Series from which Prescribed|SS|1
GEMS_RELA_01|0021|05|Genesis Version - now|SH|1
GEMS_RELA_01|0021|07|Series Record checksum|UL|1
GEMS_RELA_01|0021|18|Genesis version - Now|SH|1
GEMS_RELA_01|0021|19|Acq recon record checksum|UL|1
GEMS_RELA_01|0021|20|Table start location|DS|1
GEMS_RELA_01|0021|35|Series from which prescribed|SS|1
GEMS_RELA_01|0021|36|Image from which prescribed|SS|1
GEMS_RELA_01|0021|37|Screen Format|SS|1
GEMS_RELA_01|0021|4A|Anatomical reference for scout|LO|1
GEMS_RELA_01|0021|4F|Locations in acquisition|SS|1
GEMS_RELA_01|0021|50|Graphically prescribed|SS|1
GEMS_RELA_01|0021|51|Rotation from source x rot|DS|1
GEMS_RELA_01|0021|52|Rotation from source y rot|DS|1
GEMS_RELA_01|0021|53|Rotation from source z rot|DS|1
GEMS_RELA_01|0021|54|Image position|SH|3
GEMS_RELA_01|0021|55|Image orientation|SH|6
GEMS_RELA_01|0021|56|Num 3D slabs|SL|1
GEMS_RELA_01|0021|57|Locs per 3D slab|SL|1
GEMS_RELA_01|0021|58|Overlaps|SL|1
GEMS_RELA_01|0021|59|Image Filtering 0.5/0.2T|SL|1
GEMS_RELA_01|0021|5A|Diffusion direction|SL|1
GEMS_RELA_01|0021|5B|Tagging Flip Angle|DS|1
GEMS_RELA_01|0021|5C|Tagging Orientation|DS|1
GEMS_RELA_01|0021|5D|Tag Spacing|DS|1
GEMS_RELA_01|0021|5E|RTIA_timer|DS|1
GEMS_RELA_01|0021|5F|Fps|DS|1
GEMS_RELA_01|0021|81|Auto window/level alpha|DS|1
GEMS_RELA_01|0021|82|Auto window/level beta|DS|1
GEMS_RELA_01|0021|83|Auto window/level window|DS|1
GEMS_RELA_01|0021|84|Auto window/level level|DS|1
GEMS_RELA_01|0021|90|Tube focal spot position|SS|1
GEMS_RELA_01|0021|91|Biopsy position|SS|1
GEMS_RELA_01|0021|92|Biopsy T location|FL|1
GEMS_RELA_01|0021|93|Biopsy ref location|FL|1
GEMS_RELA_01|0021|XX|Private Element Creator|LO|1
GEMS_RTEN_01|0249|11|Plan Creation Date|DA|1
GEMS_RTEN_01|0249|13|Plan Creation Time|TM|1
GEMS_RTEN_01|0249|14|Operator Name|PN|1
GEMS_RTEN_01|0249|16|Plan Comment|LO|1
GEMS_RTEN_01|0249|18|Plan Image Sequence|SQ|1
GEMS_RTEN_01|0249|1A|Exam/Series/Image Identifier|LO|1
GEMS_RTEN_01|0249|1B|Additional Image Identifier|IS|1
GEMS_RTEN_01|0249|1C|Build Resolution|CS|1
GEMS_RTEN_01|0249|20|Structure Sequence|SQ|1
GEMS_RTEN_01|0249|22|Structure Name|SH|1
GEMS_RTEN_01|0249|24|Structure Type|CS|1
GEMS_RTEN_01|0249|28|Structure Color|CS|1
GEMS_RTEN_01|0249|30|Slab Sequence|SQ|1
GEMS_RTEN_01|0249|32|Slab Image Sequence|SQ|1
GEMS_RTEN_01|0249|36|Z Plus Thickness|DS|1
GEMS_RTEN_01|0249|38|Z Minus Thickness|DS|1
GEMS_RTEN_01|0249|3A|Slab Shape|DS|3-n
GEMS_RTEN_01|0249|40|Marker Sequence|SQ|1
GEMS_RTEN_01|0249|42|Marker Name|SH|1
GEMS_RTEN_01|0249|44|Marker Color|CS|1
GEMS_RTEN_01|0249|46|Marker Position|DS|3
GEMS_RTEN_01|0249|50|Beam Group Sequence|SQ|1
GEMS_RTEN_01|0249|51|Group Name|SH|1
GEMS_RTEN_01|0249|52|Group Properties|CS|1-n
GEMS_RTEN_01|0249|54|Beam Sequence|SQ|1
GEMS_RTEN_01|0249|60|Machine Reference Sequence|SQ|1
GEMS_RTEN_01|0249|62|Machine Name|SH|1
GEMS_RTEN_01|0249|64|Beam Name|SH|1
GEMS_RTEN_01|0249|66|Particle Type|CS|1
GEMS_RTEN_01|0249|68|Nominal Particle Energy|DS|1
GEMS_RTEN_01|0249|70|Block Sequence|SQ|1
GEMS_RTEN_01|0249|72|Block Name|LO|1
GEMS_RTEN_01|0249|74|Block Shape|DS|2-n
GEMS_RTEN_01|0249|80|Cutout Sequence|SQ|1
GEMS_RTEN_01|0249|82|Cutout Name|LO|1
GEMS_RTEN_01|0249|84|Cutout Shape|DS|2-n
GEMS_RTEN_01|0249|90|Collimator Name|SH|1
GEMS_RTEN_01|0249|92|Collimator Type|CS|1
GEMS_RTEN_01|0249|A0|Dynamic Segment Sequence|SQ|1
GEMS_RTEN_01|0249|A2|Table Angle|DS|1
GEMS_RTEN_01|0249|A4|Gantry Angle|DS|1
GEMS_RTEN_01|0249|A6|Collimator Angle|DS|1
GEMS_RTEN_01|0249|A8|Isocenter Position|DS|3
GEMS_RTEN_01|0249|A9|Source-Surface Distance|DS|1
GEMS_RTEN_01|0249|AA|X Symmetric Opening|DS|1
GEMS_RTEN_01|0249|AC|Y Symmetric Opening|DS|1
GEMS_RTEN_01|0249|AE|X Positive Jaw Position|DS|1
GEMS_RTEN_01|0249|B0|X Negative Jaw Position|DS|1
GEMS_RTEN_01|0249|B2|Y Positive Jaw Position|DS|1
GEMS_RTEN_01|0249|B4|Y Negative Jaw Position|DS|1
GEMS_RTEN_01|0249|B6|Leaf Positions|DS|2-n
GEMS_RTEN_01|0249|D0|Treatment Position|CS|1
GEMS_SENO_02|0045|04|AES|CS|1
GEMS_SENO_02|0045|06|Stereo angle|DS|1
GEMS_SENO_02|0045|09|Real Magnification Factor|DS|1
GEMS_SENO_02|0045|0B|Senograph Type|CS|1
GEMS_SENO_02|0045|0C|Integration Time|DS|1
GEMS_SENO_02|0045|0D|ROI Origin X and Y|DS|1
GEMS_SENO_02|0045|11|Receptor Size cm X and Y|DS|2
GEMS_SENO_02|0045|12|Receptor Size Pixels X and Y|IS|2
GEMS_SENO_02|0045|13|Screen|ST|1
GEMS_SENO_02|0045|14|Pixel Pitch Microns|DS|1
GEMS_SENO_02|0045|15|Pixel Depth Bits|IS|1
GEMS_SENO_02|0045|16|Binning Factor X and Y|IS|2
GEMS_SENO_02|0045|1B|Clinical View|LO|1
GEMS_SENO_02|0045|1D|Mean Of Raw Gray Levels|DS|1
GEMS_SENO_02|0045|1E|Mean Of Offset Gray Levels|DS|1
GEMS_SENO_02|0045|1F|Mean Of Corrected Gray Levels|DS|1
GEMS_SENO_02|0045|20|Estimated Anat mean|DS|1
GEMS_SENO_02|0045|21|Mean Of Log Region Gray Levels|DS|1
GEMS_SENO_02|0045|22|Standard Deviation Of Raw Gray Levels|DS|1
GEMS_SENO_02|0045|23|Standard Deviation Of Corrected Gray Levels|DS|1
GEMS_SENO_02|0045|24|Standard Deviation Of Region Gray Levels|DS|1
GEMS_SENO_02|0045|25|Standard Deviation Of Log Region Gray Levels|DS|1
GEMS_SENO_02|0045|26|MAO Buffer|OB|1
GEMS_SENO_02|0045|27|Set Number|IS|1
GEMS_SENO_02|0045|28|WindowingType (LINEAR or GAMMA)|CS|1
GEMS_SENO_02|0045|29|Windowing parameters|DS|2
GEMS_SENO_02|0045|2A|2DLocX|IS|1
GEMS_SENO_02|0045|2B|2DLocY|IS|1
GEMS_SENO_02|0045|39|Vignette Rows|US|1
GEMS_SENO_02|0045|3A|Vignette Columns|US|1
GEMS_SENO_02|0045|3B|Vignette Bits Allocated|US|1
GEMS_SENO_02|0045|3C|Vignette Bits Stored|US|1
GEMS_SENO_02|0045|3D|Vignette High Bit|US|1
GEMS_SENO_02|0045|3E|Vignette Pixel Representation|US|1
GEMS_SENO_02|0045|3F|Vignette Pixel Data|OB|1
GEMS_SENO_02|0045|49|Radiological Thickness|DS|1
GEMS_SENO_02|0045|50|SC Instance UID|UI|1
GEMS_SENO_02|0045|51|SC series UID|UI|1
GEMS_SENO_02|0045|52|Raw Diagnostic Low|IS|1
GEMS_SENO_02|0045|53|Raw Diagnostic High|IS|1
GEMS_SENO_02|0045|54|Exponent|DS|1
GEMS_SENO_02|0045|55|A Coefficients|IS|1
GEMS_SENO_02|0045|56|Noise Reduction Sensitivity|DS|1
GEMS_SENO_02|0045|57|Noise Reduction Threshold|DS|1
GEMS_SENO_02|0045|58|mu|DS|1
GEMS_SENO_02|0045|59|Threshold|IS|1
GEMS_SENO_02|0045|60|Breast ROI X|IS|4
GEMS_SENO_02|0045|61|Breast ROI Y|IS|4
GEMS_SENO_02|0045|62|User Window Center|IS|1
GEMS_SENO_02|0045|63|User Window Width|IS|1
GEMS_SENO_02|0045|64|Segm Threshold|IS|1
GEMS_SENO_02|0045|65|Detector Entrance Dose|IS|1
GEMS_SENO_02|0045|66|Asymmetrical Collimation Information|IS|1
GEMS_SENO_02|0045|71|STX buffer|OB|1
GEMS_SENO_02|0045|72|Image Crop point|DS|2
GEMS_SERS_01|0025|06|Last pulse sequence used|SS|1
GEMS_SERS_01|0025|07|Images in Series|SL|1
GEMS_SERS_01|0025|10|Landmark Counter|SL|1
GEMS_SERS_01|0025|11|Number of Acquisitions|SS|1
GEMS_SERS_01|0025|14|Indicates no. of updates to header|SL|1
GEMS_SERS_01|0025|17|Series Complete Flag|SL|1
GEMS_SERS_01|0025|18|Number of images archived|SL|1
GEMS_SERS_01|0025|19|Last image number used|SL|1
GEMS_SERS_01|0025|1A|Primary Receiver Suite and Host|SH|1
GEMS_SERS_01|0025|1B|Protocol Data Block (compressed)|OB|1
GEMS_SERS_01|0025|XX|Private Element Creator|LO|1
GEMS_STDY_01|0023|01|Number of series in Study|SL|1
GEMS_STDY_01|0023|02|Number of unarchived Series|SL|1
GEMS_STDY_01|0023|10|Reference image field|SS|1
GEMS_STDY_01|0023|50|Summary image|SS|1
GEMS_STDY_01|0023|70|Start time(secs) in first axial|FD|1
GEMS_STDY_01|0023|74|No. of updates to header|SL|1
GEMS_STDY_01|0023|7D|Indicates study has complete info (DICOM/genesis)|SS|1
GEMS_STDY_01|0023|XX|Private Element Creator|LO|1
GEMS_VXTLSTATE_001|0057|05|Volumes_info|SQ|1
GEMS_VXTLSTATE_001|0057|06|Image_UIDs|SQ|1
GEMS_VXTLSTATE_001|0057|07|SUV_ScanTime|DT|1
GEMS_VXTLSTATE_001|0057|08|SUV_AdministredTime|DT|1
GEMS_VXTLSTATE_001|0057|09|SUV_MeasuredTime|DT|1
GEMS_VXTLSTATE_001|0057|10|SUV_PostInjectedTime|DT|1
GEMS_VXTLSTATE_001|0057|11|SUV_TracerActivity|FL|1
GEMS_VXTLSTATE_001|0057|12|SUV_PostInjectedActivity|FL|1
GEMS_VXTLSTATE_001|0057|13|SUV_HalfLife|FL|1
GEMS_VXTLSTATE_001|0057|14|SState_Version|LO|1
GEMS_VXTLSTATE_001|0057|15|SegList_Seq|SQ|1
GEMS_VXTLSTATE_001|0057|16|SegList_Count|IS|1
GEMS_VXTLSTATE_001|0057|17|SegList_List|OB|1
GEMS_VXTLSTATE_001|0057|18|SegList_Name|LO|1
GEMS_VXTLSTATE_001|0057|19|Volume_Filename|LO|1
GEMS_VXTLSTATE_001|0057|20|SegList_Label|LO|1
GEMS_VXTLSTATE_001|0057|21|Bookmark_Seq|SQ|1
GEMS_VXTLSTATE_001|0057|22|Bookmark|LT|1
GEMS_VXTLSTATE_001|0057|23|Cursor_position|FL|3
GEMS_VXTLSTATE_001|0057|24|Color_Value_Field|UL|3-n
GEMS_VXTLSTATE_001|0057|25|Count|IS|1
GEMS_VXTLSTATE_001|0057|26|Views_info|SQ|1
GEMS_VXTLSTATE_001|0057|27|View_Slot|LT|1
GEMS_VXTLSTATE_001|0057|28|Wireframe_Size|IS|1
GEMS_VXTLSTATE_001|0057|29|Wireframe|UT|1
GEMS_VXTLSTATE_001|0057|30|Annotation_Size|IS|1
GEMS_VXTLSTATE_001|0057|31|Annotation|LT|1
GEMS_VXTLSTATE_001|0057|32|Slider_State|IS|1
GEMS_VXTLSTATE_001|0057|33|Proto_Name|LO|1
GEMS_VXTLSTATE_001|0057|34|Proto_Title|LO|1
GEMS_VXTLSTATE_001|0057|35|Proto_FilmName|LO|1
GEMS_VXTLSTATE_001|0057|36|Proto_Step|LO|1
GEMS_VXTLSTATE_001|0057|38|SegList_Slots|LT|1
GEMS_VXTLSTATE_001|0057|39|VT_Points_Size|IS|1
GEMS_VXTLSTATE_001|0057|40|VT_Points|LT|1
GEMS_VXTLSTATE_001|0057|41|VT_Meas_Size|IS|1
GEMS_VXTLSTATE_001|0057|42|VT_Meas|LT|1
GEMS_VXTLSTATE_001|0057|43|VT_Tree_Size|IS|1
GEMS_VXTLSTATE_001|0057|44|VT_Tree|UT|1
GEMS_VXTLSTATE_001|0057|46|VT_Preset_Size|IS|1
GEMS_VXTLSTATE_001|0057|47|VT_Preset|LT|1
GEMS_VXTLSTATE_001|0057|48|VT_State_Size|IS|1
GEMS_VXTLSTATE_001|0057|49|VT_State|LT|1
GEMS_VXTLSTATE_001|0057|50|Preferences_Size|IS|1
GEMS_VXTLSTATE_001|0057|51|Preferences|LT|1
GEMS_VXTLSTATE_001|0057|52|Volume_ZComb_Filter|IS|1
GEMS_VXTLSTATE_001|0057|53|HTML_Page_Size|IS|1
GEMS_VXTLSTATE_001|0057|54|HTML_Page|LT|1
GEMS_VXTLSTATE_001|0057|55|Camera_Position|FL|3
GEMS_VXTLSTATE_001|0057|56|Slider_Size|IS|1
GEMS_VXTLSTATE_001|0057|57|Slider|LT|1
GEMS_VXTLSTATE_001|0057|58|SegList_Pretty_Name|LO|1
GEMS_XELPRV_01|0033|08|Object Type|CS|1
GEMS_XELPRV_01|0033|10|Modified|SL|1
GEMS_XELPRV_01|0033|11|Name|LO|1
GEMS_XELPRV_01|0033|14|StudyId|LO|1
GEMS_XELPRV_01|0033|16|ProtocolDataUID|LO|1
GEMS_XELPRV_01|0033|17|Date|SH|1
GEMS_XELPRV_01|0033|18|Time|SH|1
GEMS_XELPRV_01|0033|19|ProtocoldataFlags|UL|1
GEMS_XELPRV_01|0033|1A|ProtocolName|LO|1
GEMS_XELPRV_01|0033|1B|StudyId|LO|1
GEMS_XELPRV_01|0033|1C|BulkData|OB|1
GEMS_XELPRV_01|0033|1D|IntData|SL|1-n
GEMS_XELPRV_01|0033|1E|DoubleData|FD|1-n
GEMS_XELPRV_01|0033|1F|StringData|OB|1
GEMS_XELPRV_01|0033|20|BulkDataFormat|OB|1
GEMS_XELPRV_01|0033|21|IntDataFormat|OB|1
GEMS_XELPRV_01|0033|22|DoubleDataFormat|OB|1
GEMS_XELPRV_01|0033|23|StringDataFormat|OB|1
GEMS_XELPRV_01|0033|24|Description|LT|1
GEMS_XELPRV_01|0033|28|RTName|LO|1
GEMS_XELPRV_01|0033|29|RTSpecification|LT|1
GEMS_XELPRV_01|0033|2A|ReviewTemplatesFlags|UL|1
GEMS_XELPRV_01|0033|2B|DataValidationSpec|LT|1
GEMS_XELPRV_01|0033|2C|Description|LT|1
GEMS_XELPRV_01|0033|2D|IconDescription|LT|1
GEMS_XELPRV_01|0033|50|ProtocoldataSQ|SQ|1
GEMS_XELPRV_01|0033|51|PDOSOPClassUID|UI|1
GEMS_XELPRV_01|0033|52|PDOSOPInstanceUID|UI|1
GEMS_XELPRV_01|0033|60|ReviewtemplateSQ|SQ|1
GEMS_XELPRV_01|0033|61|RTOSOPClassUID|UI|1
GEMS_XELPRV_01|0033|62|RTOSOPInstanceUID|UI|1
GEMS_XELPRV_01|0033|70|SeriesdataSQ|SQ|1
GEMS_XELPRV_01|0033|71|SDOSOPClassUID|UI|1
GEMS_XELPRV_01|0033|72|SDOSOPInstanceUID|UI|1
GEMS_XELPRV_01|0033|73|SDODoubleDataSQ|SQ|1
GEMS_XELPRV_01|0057|01|ROISQ|SQ|1
GEMS_XELPRV_01|0057|02|SOPClassUID|UI|1
GEMS_XELPRV_01|0057|03|SOPInstanceUID|UI|1
GEMS_XELPRV_01|0057|10|ROINumber|IS|1
GEMS_XELPRV_01|0057|11|Dimensions|UI|1
GEMS_XELPRV_01|0057|12|Points|UI|1
GEMS_XELPRV_01|0057|13|Type|UI|1
GEMS_XELPRV_01|0057|14|Description|UI|1
GEMS_XELPRV_01|0057|15|Data value Representation|UI|1
GEMS_XELPRV_01|0057|16|Label|UI|1
GEMS_XELPRV_01|0057|17|Data|UI|1
GEMS_XELPRV_01|0057|41|Modified|SL|1
GEMS_XELPRV_01|0057|42|Name|LO|1
GEMS_XELPRV_01|0057|43|Rid|SL|1
GEMS_XELPRV_01|0057|45|SOPClassUID|LO|1
GEMS_XELPRV_01|0057|46|SOPInstanceUID|LO|1
GEMS_XELPRV_01|0057|47|Normal Colour|LO|1
GEMS_XELPRV_01|0057|48|NameFont|LT|1
GEMS_XELPRV_01|0057|49|FillPattern|SL|1
GEMS_XELPRV_01|0057|4A|LineStyle|SL|1
GEMS_XELPRV_01|0057|4B|LineDashLength|SL|1
GEMS_XELPRV_01|0057|4C|LineThickness|SL|1
GEMS_XELPRV_01|0057|4D|Interactivity|SL|1
GEMS_XELPRV_01|0057|4E|NamePos|SL|1
GEMS_XELPRV_01|0057|4F|NameDisplay|SL|1
GEMS_XELPRV_01|0057|50|Label|LO|1
GEMS_XELPRV_01|0057|51|BpSeg|SL|1-n
GEMS_XELPRV_01|0057|52|BpSegpairs|US|1-n
GEMS_XELPRV_01|0057|53|SeedSpace|SL|1
GEMS_XELPRV_01|0057|54|Seeds|FD|1-n
GEMS_XELPRV_01|0057|55|Shape|SL|1-n
GEMS_XELPRV_01|0057|56|ShapeTilt|FD|1-n
GEMS_XELPRV_01|0057|59|ShapePtsSpace|SL|1-n
GEMS_XELPRV_01|0057|5A|ShapeCtrlPtsCount|SL|1-n
GEMS_XELPRV_01|0057|5B|Shap CtrlPts|FD|1-n
GEMS_XELPRV_01|0057|5C|ShapeCPSpace|SL|1
GEMS_XELPRV_01|0057|5D|ROIFlags|UL|1-n
GEMS_XELPRV_01|0057|5E|FrameNumber|UL|1
GEMS_XELPRV_01|0057|60|DatasetROIMapping|LO|1-n
GEMS_XR3DCAL_01|0021|01|3Dcal image rows|IS|1
GEMS_XR3DCAL_01|0021|02|3Dcal image columns|IS|1
GEMS_XR3DCAL_01|0021|03|3Dcal field of view|FL|1
GEMS_XR3DCAL_01|0021|04|3Dcal acquisition date|DA|1
GEMS_XR3DCAL_01|0021|05|3Dcal acquisition time|TM|1
GEMS_XR3DCAL_01|0021|06|3Dcal calibration processing date|DA|1
GEMS_XR3DCAL_01|0021|07|3Dcal calibration processing time|TM|1
GEMS_XR3DCAL_01|0021|08|3Dcal L arm angle|FL|1
GEMS_XR3DCAL_01|0021|09|3Dcal Pivot angle vector|FL|1-n
GEMS_XR3DCAL_01|0021|0A|3Dcal C arm angle|FL|1
GEMS_XR3DCAL_01|0021|0B|3Dcal matrix sequence|SQ|1
GEMS_XR3DCAL_01|0021|0C|3Dcal matrix elements|LO|1-n
GEMS_XR3DCAL_01|0021|0D|3Dcal algorithm version|LO|1
GEMS_XR3DCAL_01|0021|0E|3Dcal 3D frame unit size|FL|1
GEMS_XR3DCAL_01|0021|0F|3Dcal calibration mode|LO|1
GEMS_XR3DCAL_01|0021|10|3Dcal image frame origin row|FL|1
GEMS_XR3DCAL_01|0021|11|3Dcal image frame origin column|FL|1
GEMS_XR3DCAL_01|0021|12|3Dcal positioner pivot rotation speed|IS|1
GEMS_XR3DCAL_01|0021|13|3Dcal number of images|IS|1
GEMS_XR3DCAL_01|0021|14|3Dcal Instance UID|UI|1
GEMS_XR3DCAL_01|0021|15|3Dcal image pixel spacing|FL|2
GEMS_XR3DCAL_01|0021|16|3Dcal centering mode|CS|1
GE_GENESIS_REV3.0|0019|39|Axial Type|SS|1
GE_GENESIS_REV3.0|0019|8F|Swap Phase / Frequency Axis|SS|1
GE_GENESIS_REV3.0|0019|9C|Pulse Sequence Name|SS|1
GE_GENESIS_REV3.0|0019|9F|Coil Type|SS|1
GE_GENESIS_REV3.0|0019|A4|SAT fat/water/none|SS|1
GE_GENESIS_REV3.0|0019|C0|Bitmap of SAT Selections|SS|1
GE_GENESIS_REV3.0|0019|C1|Surfacel Coil Iintensity Correction Flag|SS|1
GE_GENESIS_REV3.0|0019|CB|Phase Contrast Flow Axis|SS|1
GE_GENESIS_REV3.0|0019|CC|Phase Contrast Velocity Encoding|SS|1
GE_GENESIS_REV3.0|0019|D5|Fractional Echo|SS|1
GE_GENESIS_REV3.0|0019|D8|Variable Echo Flag|SS|1
GE_GENESIS_REV3.0|0019|D9|Concatenated Sat|DS|1
GE_GENESIS_REV3.0|0019|F2|Number of Phases|SS|1
GE_GENESIS_REV3.0|0043|1E|Delta Start Time|DS|1
GE_GENESIS_REV3.0|0043|27|Pitch Ratio|SH|1
HMC - CT - ID|0009|00|Image ID Information (e.g. Patient Name, Patient ID)|UN|1
HMC - CT - ID|0009|01|Image ID Information (e.g. Patient Comment)|UN|1
HOLOGIC|0011|00|Hx Questionnaire|LO|1
HOLOGIC|0021|01|Image Analysis Data in XML|LT|1
HOLOGIC|0023|00|Encoding Scheme Version|LO|1
HOLOGIC|0023|01|P File Name|LO|1
HOLOGIC|0023|02|P File Data|OB|1
HOLOGIC|0023|03|P File Length|UL|1
HOLOGIC|0023|04|R File Data|OB|1
HOLOGIC|0023|05|R File Length|UL|1
Hologic|0011|00|Hx Questionnaire|LO|1
Hologic|0021|01|Image Analysis Data in XML|LT|1
Hologic|0023|00|Encoding Scheme Version|LO|1
Hologic|0023|01|P File Name|LO|1
Hologic|0023|02|P File Data|OB|1
Hologic|0023|03|P File Length|UL|1
Hologic|0023|04|R File Data|OB|1
Hologic|0023|05|R File Length|UL|1
IDEXX|0011|00|Breed Name|LO|1
IDEXX|0011|01|Species Name|LO|1
IDEXX|0011|02|Owner|PN|1
IMS s.r.l. Biopsy Private Code|1269|01|Biopsy Image|IS|1
IMS s.r.l. Biopsy Private Code|1269|10|Biopsy Markers X|IS|1-n
IMS s.r.l. Biopsy Private Code|1269|11|Biopsy Markers Y|IS|1-n
IMS s.r.l. Biopsy Private Code|1269|12|Biopsy Markers Number|IS|1
IMS s.r.l. Biopsy Private Code|1269|20|Biopsy Area Left Border|IS|1
IMS s.r.l. Biopsy Private Code|1269|21|Biopsy Area Right Border|IS|1
IMS s.r.l. Biopsy Private Code|1269|22|Biopsy Area Top Border|IS|1
IMS s.r.l. Biopsy Private Code|1269|23|Biopsy Area Bottom Border|IS|1
INTEGRIS 1.0|0009|08|Exposure Channel|CS|1
INTEGRIS 1.0|0009|32|Exposure Start Time|TM|1
INTEGRIS 1.0|0019|00|APR Name|LO|1
INTEGRIS 1.0|0019|40|Frame Rate|DS|1
INTEGRIS 1.0|0021|12|Exposure Number|IS|1
INTEGRIS 1.0|0029|00|Edge Enhancement Sequence|SQ|1
INTEGRIS 1.0|0029|01|Convolution Kernel Size|US|2
INTEGRIS 1.0|0029|02|Convolution Kernel Coefficients|US|1-n
INTEGRIS 1.0|0029|03|Edge Enhancement Gain|FL|1
INTEGRIS 1.0|0029|08|Number of Exposure Results|IS|1
INTEGRIS 1.0|0041|20|Accumulated Fluoroscopy Dose|DS|1
INTEGRIS 1.0|0041|30|Accumulated Exposure Dose|DS|1
INTEGRIS 1.0|0041|40|Total Dose|DS|1
INTEGRIS 1.0|0041|41|Total Number of Frames|US|1
INTEGRIS 1.0|0041|50|Exposure Information Sequence|SQ|1
INTELERAD MEDICAL SYSTEMS|3F01|01|Institution Code|LO|1
INTELERAD MEDICAL SYSTEMS|3F01|02|Routed Transfer AE|LO|1
INTELERAD MEDICAL SYSTEMS|3F01|03|Source AE|LO|1
INTELERAD MEDICAL SYSTEMS|3F01|04|Deferred Validation|LO|1
INTELERAD MEDICAL SYSTEMS|3F01|05|Series Owner|LO|1
ISI|0009|01|SIENET General Purpose IMGF|SQ|1
Image (ID, Version, Size, Dump, GUID)|8003|00|ID|LO|1
Image (ID, Version, Size, Dump, GUID)|8003|10|Version|LO|1
Image (ID, Version, Size, Dump, GUID)|8003|20|Size|UL|1
Image (ID, Version, Size, Dump, GUID)|8003|30|Dump|OB|1
Image (ID, Version, Size, Dump, GUID)|8003|40|GUID|LO|1
Imaging Dynamics Company Ltd.|4321|05|Custom Tag|UN|1
Imaging Dynamics Company Ltd.|4321|10|Custom Tag|UN|1
Imaging Dynamics Company Ltd.|4321|50|Custom Tag|DS|1
Imaging Dynamics Company Ltd.|4321|51|Custom Tag|DS|1
Imaging Dynamics Company Ltd.|4321|64|Custom Tag|LO|1
LORAD Selenia|0019|06|Paddle ID|OB|1
LORAD Selenia|0019|07|Paddle Position|OB|1
LORAD Selenia|0019|08|Collimation Size|OB|1
MAROTECH Inc.|0037|01|Some kind of version number|LO|1
MAROTECH Inc.|0037|21|Icon Row|US|1
MAROTECH Inc.|0037|22|Icon Col|US|1
MAROTECH Inc.|0037|23|JPEG Compressed Icon|OB|1
MEDIFACE|0029|10|Window Center|DS|1
MEDIFACE|0029|11|Window Width|DS|1
MITRA LINKED ATTRIBUTES 1.0|0031|20|Global Patient ID|LO|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|02|Patient''s Name|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|04|Study Description|CS|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|06|Referring Physician''s Name|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|08|Requesting Physician''s Name|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|0A|Performing Physician''s Name|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|0C|Reason for Study|LO|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|0E|Study Comments|LT|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|13|Patient''s Name Single Byte|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|14|Patient''s Name Ideographic|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|15|Patient''s Name Phonetic|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|16|Referring Physician''s Name Single Byte|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|17|Referring Physician''s Name Ideographic|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|18|Referring Physician''s Name Phonetic|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|19|Requesting Physician''s Name Single Byte|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|1A|Requesting Physician''s Name Ideographic|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|1B|Requesting Physician''s Name Phonetic|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|1C|Performing Physician''s Name Single Byte|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|1D|Performing Physician''s Name Ideographic|PN|1
MITRA OBJECT UTF8 ATTRIBUTES 1.0|0033|1E|Performing Physician''s Name Phonetic|PN|1
MITRA PRESENTATION 1.0|0029|00|Mitra Rotation|CS|1
MITRA PRESENTATION 1.0|0029|01|Mitra Window Width|LO|1
MITRA PRESENTATION 1.0|0029|02|Mitra Window Centre|LO|1
MITRA PRESENTATION 1.0|0029|03|Mitra Invert|IS|1
MITRA PRESENTATION 1.0|0029|04|Mitra Has Tabstop|IS|1
MITRA PRESENTATION 1.0|0029|05|Smooth Rotation|CS|1
MITRA PRESENTATION 1.0|0029|10|Breast Box x0|CS|1
MITRA PRESENTATION 1.0|0029|11|Breast Box y0|CS|1
MITRA PRESENTATION 1.0|0029|12|Breast Box x1|CS|1
MITRA PRESENTATION 1.0|0029|13|Breast Box y1|CS|1
MMCPrivate|0009|00|Private Creator|LO|1
MMCPrivate|0009|01|Technologist|LO|1
MMCPrivate|0009|02|ScheduledStudyDateTime|LO|1
MMCPrivate|0009|03|StudyAppData|OB|1
MMCPrivate|0009|04|ProtocolObjectID|UI|1
MMCPrivate|0009|05|Name|LO|1
MMCPrivate|0009|06|Frequency|IS|1
MMCPrivate|0009|07|UpdateFlag|SH|1
MMCPrivate|0009|08|Directory|SH|1
MMCPrivate|0009|09|Comments|LO|1
MMCPrivate|0009|0A|Region|LO|1
MMCPrivate|0009|0B|Laterality|SH|1
MMCPrivate|0009|0C|TotalScanTime|TM|1
MMCPrivate|0009|0D|ContrastMedium|LO|1
MMCPrivate|0009|0E|CreateDateTime|LO|1
MMCPrivate|0009|0F|Creator|LO|1
MMCPrivate|0009|10|SiteName|LO|1
MMCPrivate|0009|11|ReferringPhysician|LO|1
MMCPrivate|0009|12|Radiologist|LO|1
MMCPrivate|0009|13|Technologist|LO|1
MMCPrivate|0009|14|ProtocolUid|UI|1
MMCPrivate|0009|15|IsInLibrary|SH|1
MMCPrivate|0009|16|Gating|LO|1
MMCPrivate|0009|17|Note|ST|1
MMCPrivate|0009|18|NumberOfTasks|IS|1
MMCPrivate|0009|19|IsFlagRaised|SH|1
MMCPrivate|0009|1A|IsArchived|SH|1
MMCPrivate|0009|1B|IsDefault|SH|1
MMCPrivate|0009|1C|ProtocolAppData|OB|1
MMCPrivate|0009|1D|IsAllowCascadeSave|SH|1
MMCPrivate|0009|1E|IsAllowCascadeProtect|SH|1
MMCPrivate|0009|1F|TaskInfo|SQ|1
MMCPrivate|0009|20|TaskInfoObjectID|UI|1
MMCPrivate|0009|21|Name|LO|1
MMCPrivate|0009|22|TaskStatus|SH|1
MMCPrivate|0009|23|TaskPriority|SH|1
MMCPrivate|0009|24|Leaf|SH|1
MMCPrivate|0009|25|TaskID|LO|1
MMCPrivate|0009|26|Frequency|IS|1
MMCPrivate|0009|27|UpdateFlag|SH|1
MMCPrivate|0009|28|Directory|SH|1
MMCPrivate|0009|29|Comments|LO|1
MMCPrivate|0009|2A|Category|SH|1
MMCPrivate|0009|2B|Region|LO|1
MMCPrivate|0009|2C|Laterality|SH|1
MMCPrivate|0009|2D|ScanTime|TM|1
MMCPrivate|0009|2E|ContrastMedium|LO|1
MMCPrivate|0009|2F|CreateDateTime|LO|1
MMCPrivate|0009|30|Creator|LO|1
MMCPrivate|0009|31|SiteName|LO|1
MMCPrivate|0009|32|ReferringPhysician|LO|1
MMCPrivate|0009|33|Radiologist|LO|1
MMCPrivate|0009|34|Technologist|LO|1
MMCPrivate|0009|35|TaskUid|UI|1
MMCPrivate|0009|36|TaskInfoUid|UI|1
MMCPrivate|0009|37|IsInLibrary|SH|1
MMCPrivate|0009|38|TaskOrder|IS|1
MMCPrivate|0009|39|Gating|LO|1
MMCPrivate|0009|3A|Plane|SH|1
MMCPrivate|0009|3B|SequenceType|LO|1
MMCPrivate|0009|3C|IsExecutive|SH|1
MMCPrivate|0009|3D|Note|ST|1
MMCPrivate|0009|3E|AutoStart|SH|1
MMCPrivate|0009|3F|AutoSave|SH|1
MMCPrivate|0009|40|AutoArchive|SH|1
MMCPrivate|0009|41|QueueGroupID|IS|1
MMCPrivate|0009|42|IsFlagRaised|SH|1
MMCPrivate|0009|43|IsArchived|SH|1
MMCPrivate|0009|44|IsDefault|SH|1
MMCPrivate|0009|45|TaskInfoAppData|OB|1
MMCPrivate|0009|46|IsAllowCascadeSave|SH|1
MMCPrivate|0009|47|IsAllowCascadeProtect|SH|1
MMCPrivate|0009|48|ProtocolName|LO|1
MMCPrivate|0009|4E|Cms_BodyPartExamined|LO|1
MMCPrivate|0009|4F|IsProtected|LO|1
MMCPrivate|0009|50|?StudyReservationInfo|OB|1
MMCPrivate|0009|51|Cmi_contrastBolusAgent|LO|1
MMCPrivate|0009|52|Cms_institutionName|LO|1
MMCPrivate|0009|53|Cms_institutionalDepartmentName|LO|1
MMCPrivate|0009|54|Cms_seriesDescription|LO|1
MMCPrivate|0009|55|Cms_operatorsName|LO|1
MMCPrivate|0009|56|Cms_PerformingPhysiciansName|LO|1
MMCPrivate|0009|57|Cms_institutionAddress|ST|1
MMCPrivate|0009|58|Cmi_imageComments|LO|1
MMCPrivate|0009|59|Cmi_instanceCreationDateTime|LO|1
MMCPrivate|0009|5A|MppsStepStatus|LO|1
MMCPrivate|0009|5B|FilmedCount|IS|1
MMCPrivate|0009|5C|IsAllowCascadeSave|LO|1
MMCPrivate|0009|5D|IsAllowCascadeProtect|LO|1
MMCPrivate|0009|5E|IsDeleted|LO|1
MMCPrivate|0009|5F|ProtocolObjectID|UI|1
MMCPrivate|0009|60|TaskInfoAppData|OB|1
MMCPrivate|0009|72|ProtocolTaskInfoObjectID|UI|1
MMCPrivate|0009|73|ProtocolTaskOrder|IS|1
MMCPrivate|0009|74|ProtocolTaskUid|UI|1
MMCPrivate|0009|75|ProtocolTaskAppData|OB|1
MMCPrivate|0009|76|ProtocolTaskIsAllowCascadeSave|SH|1
MMCPrivate|0009|77|ProtocolTaskIsAllowCascadeProtect|SH|1
MMCPrivate|0011|00|Private Creator|LO|1
MMCPrivate|0011|01|IsRapidRegistration|LO|1
MMCPrivate|0011|02|IsProtected|LO|1
MMCPrivate|0011|03|FilmedCount|IS|1
MMCPrivate|0011|04|ApplicationData|OB|1
MMCPrivate|0011|05|IsAllowCascadeSave|LO|1
MMCPrivate|0011|06|IsAllowCascadeProtect|LO|1
MMCPrivate|0011|07|IsDeleted|LO|1
MMCPrivate|0019|00|Private Creator|LO|1
MMCPrivate|0019|01|ProcType|LO|1
MMCPrivate|0019|02|Plane|LO|1
MMCPrivate|0019|03|IsSnapShotSeries|SH|1
MMCPrivate|0019|04|MaxFsColor|DS|1
MMCPrivate|0019|05|SeriesCategoryType|LO|1
MMCPrivate|0019|07|ImageContrastBolusAgent|LO|1
MMCPrivate|0019|08|ImageSliceThickness|DS|1
MMCPrivate|0019|09|ImageReconstructionDiameter|DS|1
MMCPrivate|0019|0A|ImageEchoTime|LO|1
MMCPrivate|0019|0B|ImageRepetitionTime|DS|1
MMCPrivate|0019|0C|SequenceType|LO|1
MMCPrivate|0019|0D|TaskUid|LO|1
MMCPrivate|0019|0E|SeriesAppData|OB|1
MMCPrivate|0019|0F|MultiSliceNumber|IS|1
MMCPrivate|0019|10|ImageScanTime|LO|1
MMCPrivate|0019|11|IsProtected|LO|1
MMCPrivate|0019|12|ImageIncrement|IS|1
MMCPrivate|0019|13|MppsStepStatus|LO|1
MMCPrivate|0019|14|StorageCommittedCount|IS|1
MMCPrivate|0019|15|ArchivedCount|IS|1
MMCPrivate|0019|16|TransferredCount|IS|1
MMCPrivate|0019|17|IsAllowCascadeSave|LO|1
MMCPrivate|0019|18|IsAllowCascadeProtect|LO|1
MMCPrivate|0019|19|IsDeleted|LO|1
MMCPrivate|0019|1A|CharacterizedImageInstanceUid|UI|1
MMCPrivate|0019|1B|CharacterizedImageCount|IS|1
MMCPrivate|0019|1C|InternalWindowWidth|LO|1
MMCPrivate|0019|1D|InternalWindowLevel|LO|1
MMCPrivate|0019|1E|?FlipAngle?|LO|1
MMCPrivate|0019|1F|?InversionTime?|LO|1
MMCPrivate|0019|20|MultiFrameSopInstanceUid|UI|1
MMCPrivate|0019|21|?ScanInterface.GroupParamArchive|OB|1
MMCPrivate|0029|00|Private Creator|LO|1
MMCPrivate|0029|01|SliceNumber|IS|1
MMCPrivate|0029|02|PhaseNumber|IS|1
MMCPrivate|0029|03|ProcType|LO|1
MMCPrivate|0029|04|StopwatchTime|LO|1
MMCPrivate|0029|05|Plane|LO|1
MMCPrivate|0029|06|ScanTime|LO|1
MMCPrivate|0029|08|DualSliceFlag|LO|1
MMCPrivate|0029|09|SspRatio|LO|1
MMCPrivate|0029|0A|GatingSignalSource|LO|1
MMCPrivate|0029|0B|Rephase|LO|1
MMCPrivate|0029|0C|HalfEcho|LO|1
MMCPrivate|0029|0D|RectFOVRatio|LO|1
MMCPrivate|0029|0E|HalfScan|LO|1
MMCPrivate|0029|0F|NumShots|LO|1
MMCPrivate|0029|10|ContrastAgent|LO|1
MMCPrivate|0029|11|EchoAllocation|LO|1
MMCPrivate|0029|12|NumEchoShift|LO|1
MMCPrivate|0029|13|FatSat|LO|1
MMCPrivate|0029|14|MTC|LO|1
MMCPrivate|0029|15|NumPreSat|LO|1
MMCPrivate|0029|16|TargetVelocity|LO|1
MMCPrivate|0029|17|VENCAxis|LO|1
MMCPrivate|0029|18|NumVENCDirection|LO|1
MMCPrivate|0029|1C|IsScalableWindowLevel|LO|1
MMCPrivate|0029|1D|ThreeDSettingLineAngle|LO|1
MMCPrivate|0029|1E|MPGTotalAxis|LO|1
MMCPrivate|0029|1F|MPGAxisNumber|LO|1
MMCPrivate|0029|20|MultiEchoNumber|IS|1
MMCPrivate|0029|21|NaviAverageGateWidth|DS|1
MMCPrivate|0029|22|ShimCompensateValue|ST|1
MMCPrivate|0029|23|GCOffset|LO|1
MMCPrivate|0029|24|NaviMaxGateWidth|DS|1
MMCPrivate|0029|25|NaviMinGateWidth|DS|1
MMCPrivate|0029|26|NaviMaxGatePosition|DS|1
MMCPrivate|0029|27|NaviMinGatePosition|DS|1
MMCPrivate|0029|28|TimeDuration|DS|1
MMCPrivate|0029|29|TablePosition|DS|1
MMCPrivate|0029|2A|NaviInitialGateWidth|DS|1
MMCPrivate|0029|2B|NaviFinalGateWidth|DS|1
MMCPrivate|0029|2C|NaviInitialGatePosition|DS|1
MMCPrivate|0029|2D|NaviFinalGatePosition|DS|1
MMCPrivate|0029|2E|NaviAverageGatePosition|DS|1
MMCPrivate|0029|2F|ImageAppData|OB|1
MMCPrivate|0029|30|DiffusionBValue|FD|1
MMCPrivate|0029|31|SharedFunctionalGroupsSequence|SQ|1
MMCPrivate|0029|32|PerFrameFunctionalGroupsSequence|SQ|1
MMCPrivate|0029|33|LossyImageCompressionRatio|DS|1
MMCPrivate|0029|34|InstanceCreatorUID|UI|1
MMCPrivate|0029|35|RelatedGeneralSOPClassUID|UI|1
MMCPrivate|0029|36|OriginalSpecializedSOPClassUID|UI|1
MMCPrivate|0029|37|TimezoneOffsetFromUTC|SH|1
MMCPrivate|0029|38|SOPInstanceStatus|CS|1
MMCPrivate|0029|39|SOPAuthorizationDateandTime|DT|1
MMCPrivate|0029|3A|SOPAuthorizationComment|LT|1
MMCPrivate|0029|3B|AuthorizationEquipmentCertificationNumber|LO|1
MMCPrivate|0029|3C|ConcatenationFrameOffsetNumber|UL|1
MMCPrivate|0029|3D|RepresentativeFrameNumber|US|1
MMCPrivate|0029|3E|ConcatenationUID|UI|1
MMCPrivate|0029|3F|InConcatenationNumber|US|1
MMCPrivate|0029|40|CardiacSynchronizationTechnique|CS|1
MMCPrivate|0029|41|CardiacSignalSource|CS|1
MMCPrivate|0029|42|CardiacRRIntervalSpecified|FD|1
MMCPrivate|0029|43|CardiacBeatRejectionTechnique|CS|1
MMCPrivate|0029|44|LowRRValue|IS|1
MMCPrivate|0029|45|HighRRValue|IS|1
MMCPrivate|0029|46|IntervalsAcquired|IS|1
MMCPrivate|0029|47|IntervalsRejected|IS|1
MMCPrivate|0029|48|RespiratoryMotionCompensationTechnique|CS|1
MMCPrivate|0029|49|RespiratorySignalSource|CS|1
MMCPrivate|0029|4A|BulkMotionCompensationTechnique|CS|1
MMCPrivate|0029|4B|BulkMotionSignalSource|CS|1
MMCPrivate|0029|4C|PixelPresentation|CS|1
MMCPrivate|0029|4D|VolumetricProperties|CS|1
MMCPrivate|0029|4E|VolumeBasedCalculationTechnique|CS|1
MMCPrivate|0029|4F|AcquisitionContextDescription|ST|1
MMCPrivate|0029|50|ModalityLUTSequence|SQ|1
MMCPrivate|0029|51|LUTDescriptor|LO|1
MMCPrivate|0029|52|LUTExplanation|LO|1
MMCPrivate|0029|53|LUTData|LO|1
MMCPrivate|0029|54|PresentationLUTShape|CS|1
MMCPrivate|0029|55|FrameAnatomySequence|SQ|1
MMCPrivate|0029|56|FrameLaterality|CS|1
MMCPrivate|0029|57|AnatomicRegionSequence|SQ|1
MMCPrivate|0029|58|AnatomicRegionCodeValue|SH|1
MMCPrivate|0029|59|AnatomicRegionCodingSchemeDesignator|SH|1
MMCPrivate|0029|5A|AnatomicRegionCodingSchemeVersion|SH|1
MMCPrivate|0029|5B|AnatomicRegionCodeMeaning|LO|1
MMCPrivate|0029|5C|PixelValueTransformationSequence|SQ|1
MMCPrivate|0029|5D|RescaleType|LO|1
MMCPrivate|0029|5E|CardiacTriggerSequence|SQ|1
MMCPrivate|0029|5F|TriggerDelayTime|FD|1
MMCPrivate|0029|60|FrameVOILUTSequence|SQ|1
MMCPrivate|0029|61|WindowCenterAndWidthExplanation|LO|1
MMCPrivate|0029|62|AcquisitionContrast|CS|1
MMCPrivate|0029|63|MRModifierSequence|SQ|1
MMCPrivate|0029|64|ParallelAcquisitionTechnic|CS|1
MMCPrivate|0029|65|ParallelReductionFactorSecIn|FD|1
MMCPrivate|0029|66|InversionRecovery|CS|1
MMCPrivate|0029|67|FlowCompensation|CS|1
MMCPrivate|0029|68|FlowCompensationDirection|CS|1
MMCPrivate|0029|69|SpatialPreSaturation|CS|1
MMCPrivate|0029|6A|PartialFourier|CS|1
MMCPrivate|0029|6B|PartialFourierDirection|CS|1
MMCPrivate|0029|6C|ResonantNucleus|CS|1
MMCPrivate|0029|6D|KSpaceFiltering|CS|1
MMCPrivate|0029|6E|ApplicableSafetyStandardAgency|CS|1
MMCPrivate|0029|6F|ApplicableSafetyStandardDescription|LO|1
MMCPrivate|0029|70|MRReceiveCoilSequence|SQ|1
MMCPrivate|0029|71|ReceiveCoilManufacturerName|LO|1
MMCPrivate|0029|72|ReceiveCoilType|CS|1
MMCPrivate|0029|73|QuadratureReceiveCoil|CS|1
MMCPrivate|0029|74|MultiCoilConfiguration|LO|1
MMCPrivate|0029|75|ComplexImageComponent|CS|1
MMCPrivate|0029|76|PulseSequenceName|SH|1
MMCPrivate|0029|77|EchoPulseSequence|CS|1
MMCPrivate|0029|78|MultipleSpinEcho|CS|1
MMCPrivate|0029|79|MultiPlanarExcitation|CS|1
MMCPrivate|0029|7A|PhaseContrast|CS|1
MMCPrivate|0029|7B|TimeOfFlightContrast|CS|1
MMCPrivate|0029|7C|SteadyStatePulseSequence|CS|1
MMCPrivate|0029|7D|EchoPlanarPulseSequence|CS|1
MMCPrivate|0029|7E|SpectrallySelectedSuppression|CS|1
MMCPrivate|0029|7F|OversamplingPhase|CS|1
MMCPrivate|0029|80|SegmentedKSpaceTraversal|CS|1
MMCPrivate|0029|81|CoverageOfKSpace|CS|1
MMCPrivate|0029|82|MRTimingAndRelatedParametersSequence|SQ|1
MMCPrivate|0029|83|RFEchoTrainLength|US|1
MMCPrivate|0029|84|GradientEchoTrainLength|US|1
MMCPrivate|0029|85|GradientOutputType|CS|1
MMCPrivate|0029|86|GradientOutput|FD|1
MMCPrivate|0029|87|MRFOVGeometrySequence|SQ|1
MMCPrivate|0029|88|MRAcquisitionFrequencyEncodingSteps|US|1
MMCPrivate|0029|89|MRAcquisitionPhaseEncodingStepsInPlane|US|1
MMCPrivate|0029|8A|MRAcquisitionPhaseEncodingStepsOutOfPlane|US|1
MMCPrivate|0029|8B|MRTransmitCoilSequence|SQ|1
MMCPrivate|0029|8C|TransmitCoilName|SH|1
MMCPrivate|0029|8D|TransmitCoilManufacturerName|LO|1
MMCPrivate|0029|8E|TransmitCoilType|CS|1
MMCPrivate|0029|8F|MREchoSequence|SQ|1
MMCPrivate|0029|90|EffectiveEchoTime|FD|1
MMCPrivate|0029|91|MRMetaboliteMapSequence|SQ|1
MMCPrivate|0029|92|MetaboliteMapDescription|ST|1
MMCPrivate|0029|93|MetaboliteMapCodeSequence|SQ|1
MMCPrivate|0029|94|MetaboliteMapCodeValue|SH|1
MMCPrivate|0029|95|MetaboliteMapCodingSchemeDesignator|SH|1
MMCPrivate|0029|96|MetaboliteMapCodingSchemeVersion|SH|1
MMCPrivate|0029|97|MetaboliteMapCodeMeaning|LO|1
MMCPrivate|0029|98|MRImagingModifierSequence|SQ|1
MMCPrivate|0029|99|MagnetizationTransfer|CS|1
MMCPrivate|0029|9A|BloodSignalNulling|CS|1
MMCPrivate|0029|9B|Tagging|CS|1
MMCPrivate|0029|9C|TagSpacingFirstDimension|FD|1
MMCPrivate|0029|9D|TagSpacingSecondDimension|FD|1
MMCPrivate|0029|9E|TagAngleFirstAxis|FD|1
MMCPrivate|0029|9F|TagAngleSecondAxis|SS|1
MMCPrivate|0029|A0|TagThickness|FD|1
MMCPrivate|0029|A1|TaggingDelay|FD|1
MMCPrivate|0029|A2|TransmitterFrequency|FD|1
MMCPrivate|0029|A3|PixelBandwidth|DS|1
MMCPrivate|0029|A4|MRVelocityEncodingSequence|SQ|1
MMCPrivate|0029|A5|VelocityEncodingDirection|FD|1
MMCPrivate|0029|A6|VelocityEncodingMinimumValue|FD|1
MMCPrivate|0029|A7|VelocityEncodingMaximumValue|FD|1
MMCPrivate|0029|A8|MRImageFrameTypeSequence|SQ|1
MMCPrivate|0029|A9|FrameType|CS|1
MMCPrivate|0029|AA|PixelPresentation|CS|1
MMCPrivate|0029|AB|VolumetricProperties|CS|1
MMCPrivate|0029|AC|VolumeBasedCalculationTechnique|CS|1
MMCPrivate|0029|AD|FilmedCount|IS|1
MMCPrivate|0029|AE|IsTransferred|LO|1
MMCPrivate|0029|AF|IsArchived|LO|1
MMCPrivate|0029|B0|MppsStepStatus|LO|1
MMCPrivate|0029|B1|CommitmentStatus|LO|1
MMCPrivate|0029|B2|IsStorageCommitted|LO|1
MMCPrivate|0029|B3|IsDicom|LO|1
MMCPrivate|0029|B4|IsAllowCascadeSave|LO|1
MMCPrivate|0029|B5|IsAllowCascadeProtect|LO|1
MMCPrivate|0029|B6|IsDeleted|LO|1
MMCPrivate|0029|B7|ApplicationData|OB|1
MMCPrivate|0029|B8|IsAllowCascadeSave|LO|1
MMCPrivate|0029|B9|IsAllowCascadeProtect|LO|1
MMCPrivate|0029|BA|IsDeleted|LO|1
MMCPrivate|0029|BB|VOI1|IS|1
MMCPrivate|0029|BC|VOI2|IS|1
MMCPrivate|0029|BD|BackgroundImageInstanceUID|UI|1
MMCPrivate|0029|BE|IsStoredToPortableMedia|LO|1
MMCPrivate|0029|BF|Voi1|DS|1
MMCPrivate|0029|C0|SelectiveIRColumn|FD|1
MMCPrivate|0029|C1|Voi2|DS|1
MMCPrivate|0029|C2|MixingTime|DS|1
MMCPrivate|0029|C3|SelectiveIRPosition|DS|1
MMCPrivate|0029|C4|SelectiveIRRow|DS|1
MMCPrivate|0029|C5|SelectiveIRColumn|DS|1
MMCPrivate|0029|C6|SelectiveIROrientation|DS|1
MMCPrivate|0029|C7|SelectiveIRThickness|LO|1
MMCPrivate|0029|C8|RephaseOrderSlice|SH|1
MMCPrivate|0029|C9|RephaseOrderPhase|SH|1
MMCPrivate|0029|CA|RephaseOrderFreq|SH|1
MMCPrivate|0029|CB|MetaboliteMapDescription|ST|1
MMCPrivate|0029|CC|volumeLocalizationSeq|SQ|1
MMCPrivate|0029|CD|SlabThickness|FD|1
MMCPrivate|0029|CE|SlabOrientation|FD|1
MMCPrivate|0029|CF|MidSlabPosition|FD|1
MMCPrivate|0029|D0|AcqModeSliceDir|LO|1
MMCPrivate|0029|D1|IRThicknessRatio|LO|1
MMCPrivate|0029|D2|BBIRThicknessRatio|LO|1
MMCPrivate|0029|D3|DeltaAngle|LO|1
MMCPrivate|0029|D4|MultiFrameFrameNumber|IS|1
MMCPrivate|0029|D5|EnhancedSopInstanceUid|UI|1
MMCPrivate|0029|D6|PolarityOfPhaseEncoding|LO|1
MMCPrivate|0029|D7|PresentationStates|OB|1
MMCPrivate|0029|D9|Magnetic Field Direction|DS|3
MMCPrivate|0041|01|RawDataAppData|OB|1
MMCPrivate|0041|02|RawDataIndex|SQ|1
MMCPrivate|0041|03|ChannelNumber|LO|1
MMCPrivate|0041|04|AxisDirection|LO|1
MMCPrivate|0041|05|SlabNumbe|LO|1
MMCPrivate|0041|06|CardiacPhaseNumbe|LO|1
MMCPrivate|0041|07|EchoNumber|LO|1
MMCPrivate|0041|08|SliceEncodeNumber|LO|1
MMCPrivate|0041|09|NsaNumber|LO|1
MMCPrivate|0041|0A|RawData|OB|1
MMCPrivate|0041|0B|RawDataMRInfo|SS|1
MMCPrivate|0041|0C|NumberOfVoxels|IS|1
MMCPrivate|0041|0D|MixingTime|DS|1
MMCPrivate|0041|0E|ADDiff|DS|1
MMCPrivate|0041|0F|ScanTime|LO|1
MMCPrivate|0041|10|NumPreSat|LO|1
MMCPrivate|0041|11|IsStoredToPortableMedia|LO|1
MMCPrivate|0041|12|Voi1|DS|1
MMCPrivate|0041|13|Voi2|DS|1
MMCPrivate|0041|14|VoxelSize|DS|1
MMCPrivate|0041|15|FreqPoint|IS|1
MMCPrivate|0041|16|LowOrderShim|SH|1
MMCPrivate|0041|17|EccLevel|SH|1
MMCPrivate|0041|18|FwhmHz|FL|1
MMCPrivate|0041|19|FwhmPpm|FL|1
MMCPrivate|0041|1A|WaterSupRate|FL|1
MMCPrivate|0071|01|ForegroundTransparency|FL|1
MMCPrivate|0071|02|IsDisplayBackgroundImage|LO|1
MMCPrivate|0071|03|ForegroundHorizontalShift|FL|1
MMCPrivate|0071|04|ForegroundVerticalShift|FL|1
MMCPrivate|0071|05|ForegroundRotationAngle|FL|1
MMCPrivate|0071|06|ForegroundMagnification|FL|1
MMCPrivate|0071|07|ApplicationData|OB|1
MeVis eD: Geometry Information|0009|11|GeoScannerOrigin|UN|1
MeVis eD: Geometry Information|0009|21|SlicesID|UN|1
MeVis eD: Slice Information|0009|10|SlicesSOPInstanceUID|UN|1
MeVis eD: Timepoint Information|0009|10|TPDateTime|UN|1
MeVis eD: Timepoint Information|0009|11|TPDateTimeType|UN|1
MeVis eD: Timepoint Information|0009|12|TPSeriesDescription|UN|1
MeVis eD: Timepoint Information|0009|13|TPGradientDirections|UN|1
MeVis eD: Timepoint Information|0009|21|GeometryID|UN|1
MeVis eatDicom|0009|10|EatDicomVersion|UN|1
MeVis eatDicom|0009|11|EatDicomOptions|UN|1
MeVis eatDicom|0009|21|TimepointsID|UN|1
Mitra Markup 1.0|0029|00|Markup1|OB|1-n
Mitra Markup 1.0|0029|01|Markup2|OB|1-n
Mitra Markup 1.0|0029|02|Markup3|OB|1-n
Mitra Markup 1.0|0029|03|Markup4|OB|1-n
Mitra Markup 1.0|0029|04|Markup5|OB|1-n
Mitra Markup 1.0|0029|05|Markup6|OB|1-n
Mitra Markup 1.0|0029|06|Markup7|OB|1-n
Mitra Markup 1.0|0029|07|Markup8|OB|1-n
Mitra Markup 1.0|0029|08|Markup9|OB|1-n
Mitra Markup 1.0|0029|09|Markup10|OB|1-n
Mitra Markup 1.0|0029|10|Markup11|OB|1-n
Mitra Markup 1.0|0029|11|Markup12|OB|1-n
Mitra Markup 1.0|0029|12|Markup13|OB|1
Mitra Markup 1.0|0029|13|Markup14|OB|1
Mitra Markup 1.0|0029|14|Markup15|OB|1
Mitra Object Document 1.0|0029|00|IMPAX object document|OB|1
Mitra Object Document 1.0|0029|10|IMPAX markup XML stored|OB|1
Mitra Presentation 1.0|0029|00|Mitra Rotation|CS|1
Mitra Presentation 1.0|0029|01|Mitra Window Width|LO|1
Mitra Presentation 1.0|0029|02|Mitra Window Centre|LO|1
Mitra Presentation 1.0|0029|03|Mitra Invert|IS|1
Mitra Presentation 1.0|0029|04|Mitra Has Tabstop|IS|1
Mitra Presentation 1.0|0029|05|Smooth Rotation|CS|1
Mortara_Inc|1455|00|ELI Interpretation Vector|OW|1
Mortara_Inc|1455|01|Custom ID|UN|1
Mortara_Inc|1455|02|Race|UT|1
Mortara_Inc|1455|03|Social Security Number|UT|1
Mortara_Inc|1455|04|Attending Physician|UT|1
Mortara_Inc|1455|05|Procedural Diagnosis|UT|1
Mortara_Inc|1455|06|Note1|UT|1
Mortara_Inc|1455|07|Note2|UT|1
Mortara_Inc|1455|08|Order Request Number|LO|1
Mortara_Inc|1455|10|Manufacturer Name|LO|1
NUD_PRIVATE|7777|02|Interfile|UT|1
ObjectModel (ID, Version, Place, PlaceDescription)|8101|00|ID|LO|1
ObjectModel (ID, Version, Place, PlaceDescription)|8101|10|Version|LO|1
PAPYRUS|0009|00|Original File Name|LT|1
PAPYRUS|0009|10|Original File Location|LT|1
PAPYRUS|0009|18|Data Set Identifier|LT|1
PAPYRUS|0041|00|Papyrus Comments|LT|1-n
PAPYRUS|0041|10|Folder Type|US|1
PAPYRUS|0041|11|Patient Folder Data Set ID|LT|1
PAPYRUS|0041|20|Folder Name|LT|1
PAPYRUS|0041|30|Creation Date|DA|1
PAPYRUS|0041|32|Creation Time|TM|1
PAPYRUS|0041|34|Modified Date|DA|1
PAPYRUS|0041|36|Modified Time|TM|1
PAPYRUS|0041|40|Owner Name|LT|1-n
PAPYRUS|0041|50|Folder Status|LT|1
PAPYRUS|0041|60|Number of Images|UL|1
PAPYRUS|0041|62|Number of Other|UL|1
PAPYRUS|0041|A0|External Folder Element DSID|LT|1-n
PAPYRUS|0041|A1|External Folder Element Data Set Type|US|1-n
PAPYRUS|0041|A2|External Folder Element File Location|LT|1-n
PAPYRUS|0041|A3|External Folder Element Length|UL|1-n
PAPYRUS|0041|B0|Internal Folder Element DSID|LT|1-n
PAPYRUS|0041|B1|Internal Folder Element Data Set Type|US|1-n
PAPYRUS|0041|B2|Internal Offset To Data Set|UL|1-n
PAPYRUS|0041|B3|Internal Offset To Image|UL|1-n
PAPYRUS 3.0|0041|00|Comments|LT|1
PAPYRUS 3.0|0041|10|Pointer Sequence|SQ|1
PAPYRUS 3.0|0041|11|Image Pointer|UL|1
PAPYRUS 3.0|0041|12|Pixel Offset|UL|1
PAPYRUS 3.0|0041|13|Image Identifier Sequence|SQ|1
PAPYRUS 3.0|0041|14|External PAPYRUS-File Reference Sequence|SQ|1
PAPYRUS 3.0|0041|15|Number of images|US|1
PAPYRUS 3.0|0041|21|Referenced SOP Class UID|UI|1
PAPYRUS 3.0|0041|22|Referenced SOP Instance UID|UI|1
PAPYRUS 3.0|0041|31|Referenced File Name|LO|1
PAPYRUS 3.0|0041|32|Referenced File Path|LO|1-n
PAPYRUS 3.0|0041|41|Referenced Image SOP Class UID|UI|1
PAPYRUS 3.0|0041|42|Referenced Image SOP Instance UID|UI|1
PAPYRUS 3.0|0041|50|Image Sequence|SQ|1
PAPYRUS 3.0|60XX|00|Overlay ID|IS|1
PAPYRUS 3.0|60XX|01|Linked Overlays|LT|1-n
PAPYRUS 3.0|60XX|10|Overlay Rows|US|1
PAPYRUS 3.0|60XX|11|Overlay Columns|US|1
PAPYRUS 3.0|60XX|40|Overlay Type|LO|1
PAPYRUS 3.0|60XX|50|Overlay Origin|US|1-n
PAPYRUS 3.0|60XX|60|Editable|LO|1
PAPYRUS 3.0|60XX|70|Overlay Font|LO|1
PAPYRUS 3.0|60XX|72|Overlay Style|LO|1
PAPYRUS 3.0|60XX|74|Overlay Font Size|US|1
PAPYRUS 3.0|60XX|76|Overlay Color|LO|1
PAPYRUS 3.0|60XX|78|Shadow Size|US|1
PAPYRUS 3.0|60XX|80|Fill Pattern|LO|1
PAPYRUS 3.0|60XX|82|Overlay Pen Size|US|1
PAPYRUS 3.0|60XX|A0|Label|LO|1
PAPYRUS 3.0|60XX|A2|Post It Text|LT|1
PAPYRUS 3.0|60XX|A4|Anchor Point|US|2
PAPYRUS 3.0|60XX|B0|ROI Type|LO|1
PAPYRUS 3.0|60XX|B2|Attached Annotation|LT|1
PAPYRUS 3.0|60XX|BA|Contour Points|US|1-n
PAPYRUS 3.0|60XX|BC|Mask Data|US|1-n
PAPYRUS 3.0|60XX|C0|UIN Overlay Sequence|SQ|1
PHILIPS MR|0009|10|SPI Release|LO|1
PHILIPS MR R5.5/PART|0019|00|Field of View|DS|2
PHILIPS MR R5.6/PART|0019|00|Field of View|DS|1
PHILIPS MR/LAST|0019|09|Main Magnetic Field|DS|1
PHILIPS MR/LAST|0019|0E|Flow Compensation|IS|1
PHILIPS MR/LAST|0019|B1|Minimum RR Interval|IS|1
PHILIPS MR/LAST|0019|B2|Maximum RR Interval|IS|1
PHILIPS MR/LAST|0019|B3|Number of Rejections|IS|1
PHILIPS MR/LAST|0019|B4|Number of RR Intervals|IS|1-n
PHILIPS MR/LAST|0019|B5|Arrhythmia Rejection|IS|1
PHILIPS MR/LAST|0019|C6|Cycled Multiple Slice|IS|1
PHILIPS MR/LAST|0019|CE|REST|IS|1
PHILIPS MR/LAST|0019|D6|Fourier Interpolation|IS|1
PHILIPS MR/LAST|0019|E0|Prepulse|IS|1
PHILIPS MR/LAST|0019|E1|Prepulse Delay|DS|1
PHILIPS MR/LAST|0019|F0|WS Protocol String 1|LT|1
PHILIPS MR/LAST|0019|F1|WS Protocol String 2|LT|1
PHILIPS MR/LAST|0019|F2|WS Protocol String 3|LT|1
PHILIPS MR/LAST|0019|F3|WS Protocol String 4|LT|1
PHILIPS MR/LAST|0021|21|Slice Gap|DS|1
PHILIPS MR/LAST|0021|22|Stack Radial Angle|DS|1
PHILIPS MR/LAST|0029|10|FP Min|DS|1
PHILIPS MR/LAST|0029|20|FP Max|DS|1
PHILIPS MR/LAST|0029|30|Scaled Minimum|DS|1
PHILIPS MR/LAST|0029|40|Scaled Maximum|DS|1
PHILIPS MR/LAST|0029|50|Window Minimum|DS|1
PHILIPS MR/LAST|0029|60|Window Maximum|DS|1
PHILIPS MR/LAST|0029|80|View Center|IS|2
PHILIPS MR/LAST|0029|81|View Size|IS|2
PHILIPS MR/LAST|0029|82|View Zoom|IS|1
PHILIPS MR/LAST|0029|83|View Transform|IS|1
PHILIPS MR/PART|0019|00|Field of View|DS|1
PHILIPS MR/PART|0019|01|Stack Type|IS|1-n
PHILIPS MR/PART|0019|05|CC Angulation|DS|1
PHILIPS MR/PART|0019|06|AP Angulation|DS|1
PHILIPS MR/PART|0019|07|LR Angulation|DS|1
PHILIPS MR/PART|0019|08|Patient Orientation 1|IS|1
PHILIPS MR/PART|0019|09|Patient Orientation|IS|1
PHILIPS MR/PART|0019|0A|Slice Orientation|IS|1
PHILIPS MR/PART|0019|0B|LR Offcenter|DS|1
PHILIPS MR/PART|0019|0C|CC Offcenter|DS|1
PHILIPS MR/PART|0019|0D|AP Offcenter|DS|1
PHILIPS MR/PART|0019|0F|Number of Slices|IS|1
PHILIPS MR/PART|0019|10|Slice Factor|DS|1
PHILIPS MR/PART|0019|11|Echo Times|DS|1-n
PHILIPS MR/PART|0019|15|Dynamic Study|IS|1
PHILIPS MR/PART|0019|18|Heartbeat Interval|DS|1
PHILIPS MR/PART|0019|19|Repetition Time FFE|DS|1
PHILIPS MR/PART|0019|1A|FFE Flip Angle|DS|1
PHILIPS MR/PART|0019|1B|Number of Scans|IS|1
PHILIPS MR/PART|0019|22|Dynamic Scan Time Begin|DS|1
PHILIPS MR/PART|0019|45|Reconstruction Resolution|IS|1
PHILIPS MR/PART|0019|64|Repetition Time SE|DS|1
PHILIPS MR/PART|0019|65|Repetition Time IR|DS|1
PHILIPS MR/PART|0019|69|Number of Phases|IS|1
PHILIPS MR/PART|0019|6A|Cardiac Frequency|IS|1
PHILIPS MR/PART|0019|6B|Inversion Delay|DS|1
PHILIPS MR/PART|0019|6C|Gate Delay|DS|1
PHILIPS MR/PART|0019|6D|Gate Width|DS|1
PHILIPS MR/PART|0019|6E|Trigger Delay Time|DS|1
PHILIPS MR/PART|0019|80|Number of Chemical Shifts|IS|1
PHILIPS MR/PART|0019|81|Chemical Shift|DS|1
PHILIPS MR/PART|0019|84|Number of Rows|IS|1
PHILIPS MR/PART|0019|85|Number of Samples|IS|1
PHILIPS MR/PART|0019|94|Magnetization Transfer Contrast|LO|1
PHILIPS MR/PART|0019|95|Spectral Presaturation With Inversion Recovery|LO|1
PHILIPS MR/PART|0019|C0|Trigger Delay Times|DS|1
PHILIPS MR/PART|0019|C9|Foldover Direction Transverse|IS|1
PHILIPS MR/PART|0019|CA|Foldover Direction Sagittal|IS|1
PHILIPS MR/PART|0019|CB|Foldover Direction Coronal|IS|1
PHILIPS MR/PART|0019|CF|Number of Echoes|IS|1
PHILIPS MR/PART|0019|D0|Scan Resolution|IS|1
PHILIPS MR/PART|0019|D2|Water Fat Shift|LO|2
PHILIPS MR/PART|0019|D4|Artifact Reduction|IS|1
PHILIPS MR/PART|0019|D7|Scan Percentage|DS|1
PHILIPS MR/PART|0019|D8|Halfscan|IS|1
PHILIPS MR/PART|0019|D9|EPI Factor|IS|1
PHILIPS MR/PART|0019|DA|Turbo Factor|IS|1
PHILIPS MR/PART|0019|E0|Percentage of Scan Completed|IS|1
PHILIPS MR/PART|0019|E1|Prepulse Delay|DS|1
PHILIPS MR/PART|0019|E3|Phase Contrast Velocity|DS|1
PHILIPS MR/PART|0019|FC|Resonance Frequency|IS|1
PHILIPS MR/PART|0021|00|Scan Date|IS|1
PHILIPS MR/PART|0021|10|Image Type|IS|1
PHILIPS MR/PART|0021|20|Slice Number|IS|1
PHILIPS MR/PART|0021|21|Slice Gap|IS|1
PHILIPS MR/PART|0021|30|Echo Number|IS|1
PHILIPS MR/PART|0021|31|Patient Reference ID|DS|1
PHILIPS MR/PART|0021|35|Chemical Shift Number|IS|1
PHILIPS MR/PART|0021|40|Phase Number|IS|1
PHILIPS MR/PART|0021|50|Dynamic Scan Number|IS|1
PHILIPS MR/PART|0021|60|Number of Rows In Object|IS|1
PHILIPS MR/PART|0021|61|Row Number|IS|1-n
PHILIPS MR/PART|0029|C3|Scan Resolution|IS|1
PHILIPS MR/PART|0029|C4|Field of View|IS|1
PHILIPS MR/PART|0029|D5|Slice Thickness|LT|1
PHILIPS NM -Private|7051|00|Current Segment|US|1
PHILIPS NM -Private|7051|01|Number of Segments|US|1
PHILIPS NM -Private|7051|02|Segment Start Position|FL|1
PHILIPS NM -Private|7051|03|Segment Stop Position|FL|1
PHILIPS NM -Private|7051|04|Rel. COR offset - X dir.|FL|1
PHILIPS NM -Private|7051|05|Rel. COR offset - Z dir.|FL|1
PHILIPS NM -Private|7051|06|Current Rotation Number|US|1
PHILIPS NM -Private|7051|07|Number of Rotations|US|1
PHILIPS NM -Private|7051|10|Alignment Translations|DS|1
PHILIPS NM -Private|7051|11|Alignment Rotations|DS|1
PHILIPS NM -Private|7051|12|Alignment Timestamp|DS|1
PHILIPS UNDOCUMENTED|5503|12|Slice Thickness|SL|1
PHILIPS UNDOCUMENTED|5503|24|Plane|UT|1
PHILIPS UNDOCUMENTED|5503|30|Number of Slices|SS|1
PHILIPS UNDOCUMENTED|5503|A5|Prepulse|UT|1
PHILIPS UNDOCUMENTED|5503|AE|Contrast Agent Flag|SS|1
PHILIPS UNDOCUMENTED|5503|BB|Coil ID|SL|1
PHILIPS UNDOCUMENTED|5503|C2|Anatomy|UT|1
PHILIPS UNDOCUMENTED|5503|C3|Indication|UT|1
PHILIPS UNKNOWN|2001|01|MRSeriesNrOfEchoes|UN|1
PHILIPS UNKNOWN|2001|02|MRSeriesScanningTechniqueDescription|UN|1
PHILIPS UNKNOWN|2001|05|StackSequence|UN|1
PHILIPS UNKNOWN|2001|06|Examination Source|UN|1
PHILIPS UNKNOWN|2001|07|MRSeriesAcquisitionNumber|UN|1
PHILIPS UNKNOWN|2001|08|MRSeriesNrOfDynamicScans|UN|1
PHILIPS UNKNOWN|2005|02|MRSeriesNrOfChemicalShifts|UN|1
PHILIPS UNKNOWN|2005|03|MRSeriesRepetitionTime|UN|1
PHILIPS UNKNOWN|2005|36|MRVolumeSelection|UN|1
PHILIPS-MR-1|0019|11|Chemical Shift Number|IS|1
PHILIPS-MR-1|0019|12|Phase Number (Philips)|IS|1
PHILIPS-MR-1|0021|01|Reconstruction Number|IS|1
PHILIPS-MR-1|0021|02|Slice Number|IS|1
PMOD_1|0055|01|Frame Start Times Vector|FD|1-n
PMOD_1|0055|02|Frame Positions Vector|FD|3-3n
PMOD_1|0055|03|Frame Orientations Vector|FD|6-6n
PMOD_1|0055|04|Frame Durations (ms) Vector|FD|1-n
PMOD_1|0055|05|Frame Rescale Slope Vector|FD|1-n
PMOD_GENPET|7FE1|01|Slices Names|UT|1
PMOD_GENPET|7FE1|02|Gene Codes|UT|1
PMOD_GENPET|7FE1|03|Gene Labels|UT|1
PMS-THORA-5.1|0089|20|Stamp Image Sequence|SQ|1
PMTF INFORMATION DATA|0029|31|PMTF Information 1|LO|1
PMTF INFORMATION DATA|0029|32|PMTF Information 2|UL|1
PMTF INFORMATION DATA|0029|33|PMTF Information 3|UL|1
PMTF INFORMATION DATA|0029|34|PMTF Information 4|CS|1
PMTF INFORMATION DATA^10|0019|71|?Sequence Options?|LO|1
PMTF INFORMATION DATA^10|0019|73|?Sequence Options?|LO|1
PMTF INFORMATION DATA^10|0019|88|?RxGain?|LO|1
PMTF INFORMATION DATA^10|0019|A8|?Repetition Time (/100)|FL|1
PMTF INFORMATION DATA^10|0019|BE|Acquisition Duration|SL|1
PMTF INFORMATION DATA^10|0019|CA|Sequence Name|LO|1
PMTF INFORMATION DATA^10|0019|CF|?acquired series (vs postproc)?|SL|1
PMTF INFORMATION DATA^10|0021|02|?num?|SL|1
PMTF INFORMATION DATA^10|0021|03|?num?|SL|1
PMTF INFORMATION DATA^10|0021|04|?num?|US|1
PMTF INFORMATION DATA^10|0021|08|?vect1?|DS|3
PMTF INFORMATION DATA^10|0021|09|?vect2?|DS|3
PMTF INFORMATION DATA^10|0021|0A|?vect3?|DS|3
PMTF INFORMATION DATA^10|0021|12|?vect4?|DS|3
PMTF INFORMATION DATA^11|0019|01|?character set?|OB|1
PMTF INFORMATION DATA^11|0019|3A|Repetition Time (/100)|FL|1
PMTF INFORMATION DATA^11|0019|48|?QD Whole Body?|LT|1
PMTF INFORMATION DATA^11|0019|49|?Atlas Head?|LT|1
PMTF INFORMATION DATA^11|0019|4D|?postproc series?|SL|1
PMTF INFORMATION DATA^11|0019|6E|Sequence Name|SH|1
PMTF INFORMATION DATA^11|0019|F1|Diffusion b-value x Toshiba Orientation|SL|3
PMTF INFORMATION DATA^11|0019|F2|Specific Absorption Rate Values|FL|3
PMTF INFORMATION DATA^12|0019|05|?Sequence Variant?|SH|1
PMTF INFORMATION DATA^12|0019|32|Sequence Name|SH|1
PMTF INFORMATION DATA^12|0019|80|Acquisition Duration|FD|1
PMTF INFORMATION DATA^12|0019|88|Series Number Global|US|1
PMTF INFORMATION DATA^12|0019|8A|Series Number Global|US|1
PMTF INFORMATION DATA^12|0019|93|?num?|SL|1
PMTF INFORMATION DATA^12|0019|94|Referenced SOP Instance UID|UI|1
PMTF INFORMATION DATA^12|0019|96|?PASTA?|LO|1
PMTF INFORMATION DATA^12|0019|99|Sequence Name|LO|1
PMTF INFORMATION DATA^12|0019|9A|Series Number Local|DS|1
PMTF INFORMATION DATA^12|0019|9C|?num?|DS|1
PMTF INFORMATION DATA^12|0019|B3|Acquisition Duration|FD|1
PMTF INFORMATION DATA^12|0019|D7|?vect2?|US|2
PMTF INFORMATION DATA^12|0019|DE|?num?|US|1
PMTF INFORMATION DATA^12|0019|E1|?vect3?|FL|3
PMTF INFORMATION DATA^12|0019|E2|?vect3?|FL|3
PMTF INFORMATION DATA^12|0019|E3|?time?|TM|1
PMTF INFORMATION DATA^12|0019|E4|?vect2?|US|2
PMTF INFORMATION DATA^12|0019|EB|?num?|US|1
PMTF INFORMATION DATA^12|0019|EC|?num?|US|1
POLYTRON-SMS 2.5|0009|02|Private Data 1|UN|1
POLYTRON-SMS 2.5|0009|03|Private Data 2|UN|1
POLYTRON-SMS 2.5|0009|04|Private Data 3|UN|1
POLYTRON-SMS 2.5|0009|06|Private Data 3|UN|1
POLYTRON-SMS 2.5|0009|10|Private Data 4|UN|1
POLYTRON-SMS 2.5|0009|11|Private Data 5|UN|1
POLYTRON-SMS 2.5|0009|12|Private Data 6|UN|1
POLYTRON-SMS 2.5|0089|10|Private Data|UN|1
PRIVATE ORIGINAL ATTRIBUTES|0021|01|Private Original Attribute Sequence|SQ|1
PRIVATE ORIGINAL ATTRIBUTES|0021|05|Replacement Date and Time|DT|1
PRIVATE ORIGINAL ATTRIBUTES|0021|10|Replacement Originator Name|LO|1
PRIVATE ORIGINAL ATTRIBUTES|0021|12|Replacement Reason|LO|1
PRIVATE ORIGINAL ATTRIBUTES|0021|70|Original Operators'' Name|PN|1-n
Philips EV Imaging DD 017|2007|C1|? SOP Instance UID ?|UI|1
Philips EV Imaging DD 021|2007|04|Vol Seg Edit Connectivity|SL|1
Philips EV Imaging DD 022|2007|00||ST|1
Philips EV Imaging DD 022|2007|12|Volume Sequence Capture|UN|1
Philips EV Imaging DD 022|2007|17|Original SOP Instance|UN|1
Philips EV Imaging DD 022|2007|33||LO|1
Philips EV Imaging DD 022|2007|34||CS|1
Philips EnVisor|7777|01|Date 3D/PanView internal ''dataset'' file was acquired|DA|1
Philips EnVisor|7777|02|Type of 3D or PanView|CS|1
Philips EnVisor|7777|03|Internal 3D/PanView software version number|LO|1
Philips EnVisor|7777|14|Private string|LT|1
Philips Imaging DD 001|2001|01|Chemical Shift|FL|1
Philips Imaging DD 001|2001|02|Chemical Shift Number MR|IS|1
Philips Imaging DD 001|2001|03|Diffusion B-Factor|FL|1
Philips Imaging DD 001|2001|04|Diffusion Direction|CS|1
Philips Imaging DD 001|2001|06|Image Enhanced|CS|1
Philips Imaging DD 001|2001|07|Image Type ED ES|CS|1
Philips Imaging DD 001|2001|08|Phase Number|IS|1
Philips Imaging DD 001|2001|0A|Slice Number MR|IS|1
Philips Imaging DD 001|2001|0B|Slice Orientation|CS|1
Philips Imaging DD 001|2001|10|Cardiac Sync|CS|1
Philips Imaging DD 001|2001|11|Diffusion Echo Time|FL|1
Philips Imaging DD 001|2001|12|Dynamic Series|CS|1
Philips Imaging DD 001|2001|13|EPI Factor|SL|1
Philips Imaging DD 001|2001|14|Number of Echoes|SL|1
Philips Imaging DD 001|2001|15|Number of Locations|SS|1
Philips Imaging DD 001|2001|16|Number of PC Directions|SS|1
Philips Imaging DD 001|2001|17|Number of Phases MR|SL|1
Philips Imaging DD 001|2001|18|Number of Slices MR|SL|1
Philips Imaging DD 001|2001|19|Partial Matrix Scanned|CS|1
Philips Imaging DD 001|2001|1A|PC Velocity|FL|1-n
Philips Imaging DD 001|2001|1B|Prepulse Delay|FL|1
Philips Imaging DD 001|2001|1C|Prepulse Type|CS|1
Philips Imaging DD 001|2001|1D|Reconstruction Number MR|IS|1
Philips Imaging DD 001|2001|1F|Respiration Sync|CS|1
Philips Imaging DD 001|2001|20|Scanning Technique Description MR|LO|1
Philips Imaging DD 001|2001|21|SPIR|CS|1
Philips Imaging DD 001|2001|22|Water Fat Shift|FL|1
Philips Imaging DD 001|2001|23|Flip Angle Philips|DS|1
Philips Imaging DD 001|2001|24|Interactive|CS|1
Philips Imaging DD 001|2001|25|Echo Time Display MR|SH|1
Philips Imaging DD 001|2001|26|Presentation State Subtraction Active|CS|1
Philips Imaging DD 001|2001|28|Edge Enhancement Gain Factor Sub|FL|1
Philips Imaging DD 001|2001|29|Edge Enhancement Gain Factor Non Sub|FL|1
Philips Imaging DD 001|2001|2A|Edge Enhancement Taste Adapt Sub|CS|1
Philips Imaging DD 001|2001|2B|Edge Enhancement Taste Non Sub|CS|1
Philips Imaging DD 001|2001|2C|Harmonization Factor|FL|1
Philips Imaging DD 001|2001|2D|Number of Stack Slices|SS|1
Philips Imaging DD 001|2001|2F|Harmonization Gain|FL|1
Philips Imaging DD 001|2001|30|Log Subtraction Gain Step|UL|1
Philips Imaging DD 001|2001|31|Mixing NR of Mask Image Numbers|US|1
Philips Imaging DD 001|2001|32|Stack Radial Angle|FL|1-n
Philips Imaging DD 001|2001|33|Stack Radial Axis|CS|1-n
Philips Imaging DD 001|2001|34|Mixing Mask Operation|CS|1
Philips Imaging DD 001|2001|35|Stack Slice Number|SS|1-n
Philips Imaging DD 001|2001|36|Stack Type|CS|1-n
Philips Imaging DD 001|2001|37|Mixing Operation Type|CS|1
Philips Imaging DD 001|2001|3A|Pixel Shift|CS|1
Philips Imaging DD 001|2001|3F|Interpolation Method|CS|1
Philips Imaging DD 001|2001|42|Subtraction Land Marking Active|CS|1
Philips Imaging DD 001|2001|46|Graphic Line Style|CS|1
Philips Imaging DD 001|2001|47|Graphic Line Width|FL|1
Philips Imaging DD 001|2001|48|Graphic Annotation ID|SS|1
Philips Imaging DD 001|2001|4B|Poly Line Interpolation Method|CS|1
Philips Imaging DD 001|2001|4C|Poly Line Begin Point Style|CS|1
Philips Imaging DD 001|2001|4D|Poly Line End Point Style|CS|1
Philips Imaging DD 001|2001|4E|Window Smoothing Taste|CS|1
Philips Imaging DD 001|2001|4F|Harmonization Offset|FD|1
Philips Imaging DD 001|2001|53|Window Invert|CS|1
Philips Imaging DD 001|2001|55|Graphic Line Color|CS|1
Philips Imaging DD 001|2001|56|Graphic Type (Private)|CS|1
Philips Imaging DD 001|2001|5A|Graphic Annotation Model|ST|1
Philips Imaging DD 001|2001|5D|Measurement Text Units|ST|1
Philips Imaging DD 001|2001|5E|Measurement Text Type|ST|1
Philips Imaging DD 001|2001|5F|Stack Sequence|SQ|1
Philips Imaging DD 001|2001|60|Number of Stacks|SL|1
Philips Imaging DD 001|2001|63|Examination Source|CS|1
Philips Imaging DD 001|2001|64|Text Type|SH|1
Philips Imaging DD 001|2001|69|Display Shutter Sequence|SQ|1
Philips Imaging DD 001|2001|6B|Has Edge Enhancement Sequence|SQ|1
Philips Imaging DD 001|2001|6D|Text Font|LO|1
Philips Imaging DD 001|2001|6E|Series Type|SH|1
Philips Imaging DD 001|2001|6F|Mixing Sequence|SQ|1
Philips Imaging DD 001|2001|73|Referenced Mask Image Sequence|SQ|1
Philips Imaging DD 001|2001|74|Window Center Sub|DS|1-n
Philips Imaging DD 001|2001|75|Window Width Sub|DS|1-n
Philips Imaging DD 001|2001|77|GL TrafoType|CS|1
Philips Imaging DD 001|2001|79|Harmonisation Sequence|SQ|1
Philips Imaging DD 001|2001|7B|Acquisition Number|IS|1
Philips Imaging DD 001|2001|7E|Edge Enhancement Gain Taste|US|1
Philips Imaging DD 001|2001|7F|Edge Enhancement Gain Taste Sub|US|1
Philips Imaging DD 001|2001|80|Text Anchor Point Alignment|LO|1
Philips Imaging DD 001|2001|81|Number of Dynamic Scans|IS|1
Philips Imaging DD 001|2001|82|Echo Train Length|IS|1
Philips Imaging DD 001|2001|83|Imaging Frequency|DS|1
Philips Imaging DD 001|2001|84|Inversion Time|DS|1
Philips Imaging DD 001|2001|85|Magnetic Field Strength|DS|1
Philips Imaging DD 001|2001|87|Imaged Nucleus|SH|1
Philips Imaging DD 001|2001|88|Number of Averages|DS|1
Philips Imaging DD 001|2001|89|Phase FOV Percent|DS|1
Philips Imaging DD 001|2001|8A|Sampling Percent|DS|1
Philips Imaging DD 001|2001|93|Text Style|LO|1
Philips Imaging DD 001|2001|94|Processing Order Specialization|LO|1
Philips Imaging DD 001|2001|97|Nucleus|SH|1
Philips Imaging DD 001|2001|9A|Graphic Number Sequence|SQ|1
Philips Imaging DD 001|2001|9B|Graphic Number|UL|1
Philips Imaging DD 001|2001|9D|PIIM Subtraction Type|LO|1
Philips Imaging DD 001|2001|9F|Pixel Processing Kernel Size|US|2
Philips Imaging DD 001|2001|A1|Is Raw Image|CS|1
Philips Imaging DD 001|2001|A2|LOG Subtraction Curve Taste|US|1
Philips Imaging DD 001|2001|A3|Text Color Foreground|UL|1
Philips Imaging DD 001|2001|A4|Text Color Background|UL|1
Philips Imaging DD 001|2001|A5|Text Color Shadow|UL|1
Philips Imaging DD 001|2001|C1|Nested Object Type Name|LO|1
Philips Imaging DD 001|2001|F1|Prospective Motion Correction|FL|1-n
Philips Imaging DD 001|2001|F2|Retrospective Motion Correction|FL|1
Philips Imaging DD 001|2005|14|Diffusion|CS|1
Philips Imaging DD 001|2005|20|Number of Chemical Shifts|SL|1
Philips Imaging DD 001|2005|30|Repetition Time|FL|1
Philips Imaging DD 001|2005|33|Scan Duration|FL|1
Philips Imaging DD 001|2005|35|Data Type|CS|1
Philips Imaging DD 001|2005|8B|Transmitting Coil|SH|1
Philips Imaging DD 001|2005|9F|Spectral Selective Excitation Pulse|CS|1
Philips Imaging DD 001|2005|A1|Syncra Scan Type|CS|1
Philips MR Imaging DD 001|2005|05|Synergy Reconstruction Type|CS|1
Philips MR Imaging DD 001|2005|0F|Window Center|DS|1
Philips MR Imaging DD 001|2005|10|Window Width|DS|1
Philips MR Imaging DD 001|2005|20|Number of Chemical Shift|SL|1
Philips MR Imaging DD 001|2005|30|Repetition Time|FL|1
Philips MR Imaging DD 001|2005|33|Acquisition Duration|FL|1
Philips MR Imaging DD 001|2005|A1|Syncra Scan Type|CS|1
Philips MR Imaging DD 001|2005|B0|Diffusion Direction RL|FL|1
Philips MR Imaging DD 001|2005|B1|Diffusion Direction AP|FL|1
Philips MR Imaging DD 001|2005|B2|Diffusion Direction FH|FL|1
Philips PET Private Group|7053|00|SUV Scale Factor|DS|1
Philips PET Private Group|7053|01|Private|OB|1
Philips PET Private Group|7053|02|Private|OB|1
Philips PET Private Group|7053|03|Original image file name|ST|1
Philips PET Private Group|7053|04|File Data|OB|1
Philips PET Private Group|7053|05|Worklist Info File Name|LO|1
Philips PET Private Group|7053|07|Acquisition File Sequence|SQ|1
Philips PET Private Group|7053|09|Activity Concentration Scale Factor|DS|1
Philips PET Private Group|7053|0F|Segment Size|UL|1
Philips PET Private Group|7053|10|Segment Number|US|1
Philips PET Private Group|7053|11|Number of Segments|US|1
Philips PET Private Group|7053|12|File Data Sequence|SQ|1
Philips US Imaging 60|0031|30|Private data|UL|1
Philips US Imaging 60|0031|31|Private data|UL|1
Philips US Imaging DD 033|200D|0B|Raw Data US|OB|1
Philips US Imaging DD 036|200D|01|Cols/Rows/Frames|LO|3
Philips US Imaging DD 036|200D|02|Cols/Rows/Frames|LO|3
Philips US Imaging DD 036|200D|03|Voxel Spacing|LO|3
Philips US Private 3D|200D|02|Threedpr Echo Vision Setting|IS|1
Philips US Private 3D|200D|03|Threedpr Color Vision Setting|IS|1
Philips US Private 3D|200D|04|Threedpr Transparency|IS|1
Philips US Private 3D|200D|06|Threedpr Vision Vol Brightness|FD|1
Philips US Private 3D|200D|08|Threedpr Low Threshold|IS|1
Philips US Private 3D|200D|09|Threedpr Image Layout|IS|1
Philips US Private 3D|200D|0A|Threedpr Xres Filtering Enabled|IS|1
Philips US Private 3D|200D|0B|Threedpr Echo Twod Chroma Map Enabled|IS|1
Philips US Private 3D|200D|0C|Threedpr Box Outlined Enabled|IS|1
Philips US Private 3D|200D|0D|Threedpr Smoothing Enabled|IS|1
Philips US Private 3D|200D|0E|Threedpr Reference Graphic Enabled|IS|1
Philips US Private 3D|200D|0F|Threedpr Map Inverted|IS|1
Philips US Private 3D|200D|10|Threedpr Color Stream Display Enabled|IS|1
Philips US Private 3D|200D|11|Threedpr Echo Stream Display Enabled|IS|1
Philips US Private 3D|200D|12|Vdb Param Color 3d Estimate Scale(2)|LO|1
Philips US Private 3D|200D|13|Vdb Param Color 3d Estimate Apex Position (1)|LO|1
Philips US Private 3D|200D|14|Vdb Param Color 3d Estimate Color Offset|LO|1
Philips US Private 3D|200D|15|Vdb Param Echo 3d Estimate Dimension(2)|LO|1
Philips US Private 3D|200D|16|Private Native Threed Data Sequence(1)|SQ|1
Philips US Private 3D|200D|17|Threedpr Basic Vol Brightness|IS|1
Philips US Private 3D|200D|18|Vdb Param Echo 3d Estimate Apex Position (2)|LO|1
Philips US Private 3D|200D|1A|Threedpr Echo Smoothing|IS|1
Philips US Private 3D|200D|1B|Threedpr Color Smoothing|IS|1
Philips US Private 3D|200D|1E|Threedpr Num Completed Trim Planes|IS|1
Philips US Private 3D|200D|1F|Threedpr Depth|IS|1
Philips US Private 3D|200D|20|Private Native Data Stream Array|SQ|1
Philips US Private 3D|200D|21|Threedpr Wall Filter|IS|1
Philips US Private 3D|200D|23|Threedpr Baseline|FD|1
Philips US Private 3D|200D|24|Threedpr Gain|FD|1
Philips US Private 3D|200D|25|Threedpr Compress|FD|1
Philips US Private 3D|200D|26|Threedpr Light Brightness|FD|1
Philips US Private 3D|200D|27|Threedpr Elevation Scale Factor|FD|1
Philips US Private 3D|200D|28|Threedpr Zoom Factor|FD|1
Philips US Private 3D|200D|29|Threedpr Color Write Priority|FD|1
Philips US Private 3D|200D|2A|Threedpr Rotation Angle X|FD|1
Philips US Private 3D|200D|2B|Threedpr Rotation Angle Y|FD|1
Philips US Private 3D|200D|2C|Threedpr Data Voi Center|FD|1
Philips US Private 3D|200D|2D|Threedpr View Translation|FD|1
Philips US Private 3D|200D|2E|Threedpr Data Voi Min Point|FD|1
Philips US Private 3D|200D|2F|Threedpr Data Voi Max Point|FD|1
Philips US Private 3D|200D|30|Threedpr Box Crop Min Point|FD|1
Philips US Private 3D|200D|31|Threedpr Box Crop Max Point|FD|1
Philips US Private 3D|200D|32|Threedpr Mpr Rotation Matrix|FD|1
Philips US Private 3D|200D|33|Threedpr Vol Rotation Matrix|FD|1
Philips US Private 3D|200D|34|Threedpr Trim Plane Equation|FD|1
Philips US Private 3D|200D|35|Threedpr Subpage Data Version|IS|1
Philips US Private 3D|200D|36|Threedpr Is Arbitrary Crop|IS|1
Philips US Private 3D|200D|37|Threedpr Arbitrary Crop Dist From Center|IS|1
Philips US Private 3D|200D|38|Threedpr Arbitrary Crop Rotation Matrix|FD|1
Philips US Private 3D|200D|39|Threedpr Color Gain|FD|1
Philips US Private 3D|200D|40|Threedpr Color Wall Filter Index|IS|1
Philips US Private 3D|200D|41|Threedpr Cursor Enabled|IS|1
Philips US Private 3D|200D|42|Threedpr Bondbox Graphic Enabled|IS|1
Philips X-ray Imaging DD 001|2003|04|Private enhanced Table Sequence|SQ|1
Philips X-ray Imaging DD 001|2003|2F|IsResolvePatientMixApplied|CS|1
Picker NM Private Group|7001|01|Private|UI|1
Picker NM Private Group|7001|02|Private|OB|1
Picker NM Private Group|7001|03|Private|OB|1
Picker NM Private Group|7001|04|Private|OB|1
Picker NM Private Group|7001|05|Private|OB|1
Picker NM Private Group|7001|06|Private|OB|1
Picker NM Private Group|7001|07|Private|OB|1
Picker NM Private Group|7001|08|Private|OB|1
Picker NM Private Group|7001|09|Private|OB|1
Picker NM Private Group|7001|10|Private|SQ|1
Picker NM Private Group|7001|11|Private|LO|1
Picker NM Private Group|7001|12|Private|OB|1
Picker NM Private Group|7001|13|Private|US|1
Picker NM Private Group|7001|14|Private|OB|1
Picker NM Private Group|7001|15|Private|OB|1
Picker NM Private Group|7001|16|Private|OB|1
Picker NM Private Group|7001|17|Contains a text string that includes some of the same information that appears on the Odyssey Clinical Index (image directory) for this Image.|LO|1
Picker NM Private Group|7043|00|Private.|SH|1
QCA|0009|00|Analysis Type|CS|1
QCA|0009|04|Segment Name|LO|1
QCA|0009|12|Pre Catheter size|DS|1
QCA|0009|13|Pre Reference Diameter|DS|1
QCA|0009|14|Pre Minimum Lumen Diameter|DS|1
QCA|0009|15|Pre Average Diameter|DS|1
QCA|0009|16|Pre Stenosis Length|DS|1
QCA|0009|17|Pre Stenosis %|DS|1
QCA|0009|18|Pre Geometric Area Reduction %|DS|1
QCA|0009|22|Post Catheter Size|DS|1
QCA|0009|23|Post Reference Diameter|DS|1
QCA|0009|24|Post Minimum Lumen Diameter|DS|1
QCA|0009|25|Post Average Diameter|DS|1
QCA|0009|26|Post Stenosis Length|DS|1
QCA|0009|27|Post Stenosis %|DS|1
QCA|0009|28|Post Geometric Area Reduction %|DS|1
QCA_RESULTS|0009|00|Analysis Views|CS|1
QCA_RESULTS|0009|10|Segment|LO|1
QCA_RESULTS|0009|11|Pre Catheter Name|LO|1
QCA_RESULTS|0009|12|Pre Catheter Size|DS|1
QCA_RESULTS|0009|13|Pre Reference Diameter|DS|1
QCA_RESULTS|0009|14|Pre Minimum Lumen Diameter|DS|1
QCA_RESULTS|0009|15|Pre Average Diameter|DS|1
QCA_RESULTS|0009|16|Pre Stenosis Length|DS|1
QCA_RESULTS|0009|17|Pre Stenosis %|IS|1
QCA_RESULTS|0009|18|Pre Geometric Area Reduction %|IS|1
QCA_RESULTS|0009|21|Post Catheter Name|LO|1
QCA_RESULTS|0009|22|Post Catheter Size|DS|1
QCA_RESULTS|0009|23|Post Reference Diameter|DS|1
QCA_RESULTS|0009|24|Post Minimum Lumen Diameter|DS|1
QCA_RESULTS|0009|25|Post Average Diameter|DS|1
QCA_RESULTS|0009|26|Post Stenosis Length|DS|1
QCA_RESULTS|0009|27|Post Stenosis %|IS|1
QCA_RESULTS|0009|28|Post Geometric Area Reduction %|IS|1
QCA_RESULTS|0009|40|Calibration Frame|IS|1
QCA_RESULTS|0009|41|End Diastolic Frame|IS|1
QCA_RESULTS|0009|42|End Systolic Frame|IS|1
QCA_RESULTS|0009|43|End Diastolic Volume|DS|1
QCA_RESULTS|0009|44|End Systolic Volume|DS|1
QCA_RESULTS|0009|45|Stroke Volume|DS|1
QCA_RESULTS|0009|47|Ejection Fraction|DS|1
QCA_RESULTS|0009|48|Body Surface Area|DS|1
QCA_RESULTS|0009|49|Artery Territory Region|SH|1
QCA_RESULTS|0009|50|Number of Diseased Vessels|IS|1
QCA_RESULTS|0009|51|Hypokinesis in Region|DS|1
QCA_RESULTS|0009|52|Hyperkinesis in Opposite Region|DS|1
QCA_RESULTS|0009|53|Percent Total LV Hypokinesis|IS|1
QCA_RESULTS|0009|55|Calibration Factor|DS|1
QUASAR_INTERNAL_USE|0009|01|Rate Vector|UL|1-n
QUASAR_INTERNAL_USE|0009|02|Count Vector|UL|1-n
QUASAR_INTERNAL_USE|0009|03|Time Vector|UL|1-n
QUASAR_INTERNAL_USE|0009|07|Angle Vector|US|1-n
QUASAR_INTERNAL_USE|0009|08|Camera Shape|US|1
QUASAR_INTERNAL_USE|0009|10|WholeBody Spots|US|1
QUASAR_INTERNAL_USE|0009|11|Worklist Flag|US|1
QUASAR_INTERNAL_USE|0009|13|Sequence Type|ST|1
QUASAR_INTERNAL_USE|0009|14|Sequence Name|ST|1
QUASAR_INTERNAL_USE|0009|15|Avr RR Time Vector|UL|1
QUASAR_INTERNAL_USE|0009|16|Low Limit Vector|UL|1
QUASAR_INTERNAL_USE|0009|17|High Limit Vector|UL|1
QUASAR_INTERNAL_USE|0009|18|Begin Index Vector|UL|1
QUASAR_INTERNAL_USE|0009|19|End Index Vector|UL|1
QUASAR_INTERNAL_USE|0009|1A|Raw Time Vector|UL|1
QUASAR_INTERNAL_USE|0009|1B|Image Type String|LO|1
QVA|0009|40|Calibration Frame|IS|1
QVA|0009|41|End Diastolic Frame|IS|1
QVA|0009|42|End Systolic Frame|IS|1
QVA|0009|43|End Diastolic Volume|DS|1
QVA|0009|44|End Systolic Volume|DS|1
QVA|0009|45|Stroke Volume|DS|1
QVA|0009|46|Cardiac Output|DS|1
QVA|0009|47|Ejection Fraction|DS|1
QVA|0009|48|Body Surface Area|DS|1
QVA|0009|49|Artery Territory Region|SH|1
QVA|0009|50|Number of Diseased Vessels|IS|1
QVA|0009|51|Hypokinesis in Region|DS|1
QVA|0009|52|Hyperkinesis in Region|DS|1
QVA|0009|53|percent of chords with hyperkinesis <- 2 SD|IS|1
QVA|0009|54|percent of chords with alkinesis/dyskinesis|IS|1
QVA|0009|55|Calibration Factor|DS|1
RadWorksMarconi|0029|24|<internal|US|1
RadWorksTBR|3111|02|AMI Compression Type (RET)|CS|1
RadWorksTBR|3111|FF|<internal|SQ|1
SCHICK TECHNOLOGIES - Change Item Creator ID|0021|01|Change List Item UID|UI|1
SCHICK TECHNOLOGIES - Change Item Creator ID|0021|02|Operation|US|1
SCHICK TECHNOLOGIES - Change Item Creator ID|0021|03|Date|DT|1
SCHICK TECHNOLOGIES - Change Item Creator ID|0021|04|User Name|PN|1
SCHICK TECHNOLOGIES - Change Item Creator ID|0021|05|Additional Change Data|OB|1
SCHICK TECHNOLOGIES - Change List Creator ID|0021|01|Reference Image Instance UID|UI|1
SCHICK TECHNOLOGIES - Change List Creator ID|0021|02|Sequence|SQ|1
SCHICK TECHNOLOGIES - Image Security Creator ID|0029|01|Image Checksum|UL|1
SCHICK TECHNOLOGIES - Note Item Creator ID|0021|01|Text|ST|1
SCHICK TECHNOLOGIES - Note Item Creator ID|0021|02|Date|DT|1
SCHICK TECHNOLOGIES - Note Item Creator ID|0021|03|User Name|PN|1
SCHICK TECHNOLOGIES - Note Item Creator ID|0021|04|Coordinates (X, Y)|US|2
SCHICK TECHNOLOGIES - Note List Creator ID|0021|01|Reference Image Instance UID|UI|1
SCHICK TECHNOLOGIES - Note List Creator ID|0021|02|Item|SQ|1
SCHICK TECHNOLOGIES - Viewset Creator ID|0009|01|Instance UID|UI|1
SCHICK TECHNOLOGIES - Viewset Creator ID|0009|02|Name|LO|1
SCHICK TECHNOLOGIES - Viewset Creator ID|0009|03|Sequence|SQ|1
SCHICK TECHNOLOGIES - Viewset Creator ID|0009|04|Mode|UL|1
SCHICK TECHNOLOGIES - Viewset Creator ID|0009|05|Type|UL|1
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|01|Image Instance UID|UI|1
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|02|Number|US|1
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|03|Order|US|1
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|04|Type|US|1
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|05|Orientation|US|1
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|06|Rect (Left, Top, Width, Height)|US|4
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|07|Caption Height|US|1
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|08|Source|US|1
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|09|Default Width|US|1
SCHICK TECHNOLOGIES - Viewset Item Creator ID|0009|0A|Default Height|US|1
SECTRA_Ident_01|0009|01|Request number|LO|1
SECTRA_Ident_01|0009|02|Examination number|LO|1
SECTRA_Ident_01|0009|04|Series ID|LO|1
SECTRA_Ident_01|0009|05|Series Order|LO|1
SECTRA_Ident_01|0009|06|File Name|LO|1
SECTRA_Ident_01|0009|07|Image Data ID|LO|1
SECTRA_ImageInfo_01|0029|01|Image info|OB|1
SECTRA_ImageInfo_01|0029|02|Marking|CS|1
SECTRA_ImageInfo_01|0029|03|No Decompression|LO|1
SECTRA_ImageInfo_01|0029|04|Image Info new|OB|1
SECTRA_OverlayInfo_01|6001|01|Sectra Overlay|LO|1
SEGAMI MIML|0031|98|?Binary XML with PHI?|OW|1
SET WINDOW|0019|00|Set Window Image Filter|UN|1
SET WINDOW|0019|01|Set Window Magnification Power|UN|1
SHS MagicView 300|0029|01|Zoom Factor|FD|1-n
SHS MagicView 300|0029|02|Pan Factor X|FD|1
SHS MagicView 300|0029|03|Pan Factor Y|FD|1
SHS MagicView 300|0029|04|NmPalette|LO|1
SIEMENS CM VA0  ACQU|0019|10|Parameter File Name|LO|1
SIEMENS CM VA0  ACQU|0019|11|Sequence File Name|LO|1
SIEMENS CM VA0  ACQU|0019|12|Sequence File Owner|LO|1
SIEMENS CM VA0  ACQU|0019|13|Sequence Description|LO|1
SIEMENS CM VA0  ACQU|0019|14|EPI File Name|LO|1
SIEMENS CM VA0  ACQU|0019|20|Mode File Name|LO|1
SIEMENS CM VA0  ACQU|0019|30|Convolution Kernel Comment 1|LO|1
SIEMENS CM VA0  ACQU|0019|31|Convolution Kernel Comment 2|LO|1
SIEMENS CM VA0  ACQU|0019|32|Convolution Kernel Comment 3|LO|1
SIEMENS CM VA0  ACQU|0019|33|Convolution Kernel Comment 4|LO|1
SIEMENS CM VA0  ACQU|0019|34|Convolution Kernel Comment 5|LO|1
SIEMENS CM VA0  ACQU|0019|35|Convolution Kernel Comment 6|LO|1
SIEMENS CM VA0  ACQU|0019|36|Convolution Kernel Comment 7|LO|1
SIEMENS CM VA0  ACQU|0019|37|Convolution Kernel Comment 8|LO|1
SIEMENS CM VA0  ACQU|0019|38|Convolution Kernel Comment 9|LO|1
SIEMENS CM VA0  ACQU|0019|39|Convolution Kernel Comment 10|LO|1
SIEMENS CM VA0  ACQU|0019|3A|Reading Code RZ1 Comment 1|LO|1
SIEMENS CM VA0  ACQU|0019|3B|Reading Code RZ1 Comment 2|LO|1
SIEMENS CM VA0  ACQU|0019|3C|Reading Code RZ2 Comment 1|LO|1
SIEMENS CM VA0  CMS|0009|00|Number of Measurements|IS|1
SIEMENS CM VA0  CMS|0009|10|Storage Mode|CS|1
SIEMENS CM VA0  CMS|0009|12|Evaluation Mask Image|UL|1
SIEMENS CM VA0  CMS|0009|26|Table Zero Date|DA|1
SIEMENS CM VA0  CMS|0009|27|Table Zero Time|TM|1
SIEMENS CM VA0  CMS|0011|10|Registration Date|DA|1
SIEMENS CM VA0  CMS|0011|11|Registration Time|TM|1
SIEMENS CM VA0  CMS|0011|23|Used Patient Weight|DS|1
SIEMENS CM VA0  CMS|0011|40|Organ Code|IS|1
SIEMENS CM VA0  CMS|0013|00|Modifying Physician|PN|1
SIEMENS CM VA0  CMS|0013|10|Modification Date|DA|1
SIEMENS CM VA0  CMS|0013|12|Modification Time|TM|1
SIEMENS CM VA0  CMS|0013|20|Patient Name|PN|1
SIEMENS CM VA0  CMS|0013|22|Patient Id|LO|1
SIEMENS CM VA0  CMS|0013|30|Patient Birthdate|DA|1
SIEMENS CM VA0  CMS|0013|31|Patient Weight|DS|1
SIEMENS CM VA0  CMS|0013|32|Patient Maiden Name|PN|1
SIEMENS CM VA0  CMS|0013|33|Referring Physician|PN|1
SIEMENS CM VA0  CMS|0013|34|Admitting Diagnosis|LO|1
SIEMENS CM VA0  CMS|0013|35|Patient Sex|CS|1
SIEMENS CM VA0  CMS|0013|40|Procedure Description|LO|1
SIEMENS CM VA0  CMS|0013|42|Rest Direction|CS|1
SIEMENS CM VA0  CMS|0013|44|Patient Position|CS|1
SIEMENS CM VA0  CMS|0013|46|View Direction|SH|1
SIEMENS CM VA0  CMS|0019|10|Net Frequency|IS|1
SIEMENS CM VA0  CMS|0019|20|Measurement Mode|CS|1
SIEMENS CM VA0  CMS|0019|30|Calculation Mode|CS|1
SIEMENS CM VA0  CMS|0019|50|Noise Level|IS|1
SIEMENS CM VA0  CMS|0019|60|Number of Data Bytes|IS|1
SIEMENS CM VA0  CMS|0021|20|Field of View|DS|1-n
SIEMENS CM VA0  CMS|0021|22|Image Magnification Factor|DS|1
SIEMENS CM VA0  CMS|0021|24|Image Scroll Offset|DS|1-n
SIEMENS CM VA0  CMS|0021|26|Image Pixel Offset|IS|1
SIEMENS CM VA0  CMS|0021|30|View Direction|CS|1
SIEMENS CM VA0  CMS|0021|32|Rest Direction|CS|1
SIEMENS CM VA0  CMS|0021|60|Image Position|DS|1-n
SIEMENS CM VA0  CMS|0021|61|Image Normal|DS|1-n
SIEMENS CM VA0  CMS|0021|63|Image Distance|DS|1
SIEMENS CM VA0  CMS|0021|65|Image Positioning History Mask|US|1
SIEMENS CM VA0  CMS|0021|6A|Image Row|DS|1-n
SIEMENS CM VA0  CMS|0021|6B|Image Column|DS|1-n
SIEMENS CM VA0  CMS|0021|70|Patient Orientation Set 1|CS|1-n
SIEMENS CM VA0  CMS|0021|71|Patient Orientation Set 2|CS|1-n
SIEMENS CM VA0  CMS|0021|80|Study Name|LO|1
SIEMENS CM VA0  CMS|0021|82|Study Type|SH|1
SIEMENS CM VA0  CMS|0029|10|Window Style|CS|1
SIEMENS CM VA0  CMS|0029|11|Window Look|CS|1
SIEMENS CM VA0  CMS|0029|12|Window Table Index|UL|1
SIEMENS CM VA0  CMS|0029|13|Window Scale|CS|1
SIEMENS CM VA0  CMS|0029|20|Pixel Quality Code|CS|1-n
SIEMENS CM VA0  CMS|0029|22|Pixel Quality Value|IS|1-n
SIEMENS CM VA0  CMS|0029|50|Archive Code|CS|1
SIEMENS CM VA0  CMS|0029|51|Exposure Code|CS|1
SIEMENS CM VA0  CMS|0029|52|Sort Code|IS|1
SIEMENS CM VA0  CMS|0029|53|Remote Copy Code|CS|1
SIEMENS CM VA0  CMS|0029|60|Splash|IS|1
SIEMENS CM VA0  CMS|0051|10|Image Text|LO|1-n
SIEMENS CM VA0  CMS|6021|00|Image Graphics Format Code|CS|1
SIEMENS CM VA0  CMS|6021|10|Image Graphics|OB|1
SIEMENS CM VA0  CMS|7FE1|00|Binary Data|OB|1-n
SIEMENS CM VA0  COAD|0019|3D|Reading Code RZ2 Comment 2|LO|1
SIEMENS CM VA0  LAB|0009|10|Generator Identification Label|LO|1
SIEMENS CM VA0  LAB|0009|11|Gantry Identification Label|LO|1
SIEMENS CM VA0  LAB|0009|12|XRay Tube Identification Label|LO|1
SIEMENS CM VA0  LAB|0009|13|Detector Identification Label|LO|1
SIEMENS CM VA0  LAB|0009|14|DAS Identification Label|LO|1
SIEMENS CM VA0  LAB|0009|15|SMI Identification Label|LO|1
SIEMENS CM VA0  LAB|0009|16|CPU Identification Label|LO|1
SIEMENS CM VA0  LAB|0009|20|Header Version|SH|1
SIEMENS CM VA0  OST|6023|00|Osteo Contour Comment|LO|1
SIEMENS CM VA0  OST|6023|10|Osteo Contour Buffer|SS|1-n
SIEMENS CSA ENVELOPE|0029|10|syngo Report Data|OB|1
SIEMENS CSA ENVELOPE|0029|11|syngo Report Presentation|OB|1
SIEMENS CSA HEADER|0029|08|CSA Image Header Type|CS|1
SIEMENS CSA HEADER|0029|09|CSA Image Header Version|LO|1
SIEMENS CSA HEADER|0029|10|CSA Image Header Info|OB|1
SIEMENS CSA HEADER|0029|18|CSA Series Header Type|CS|1
SIEMENS CSA HEADER|0029|19|CSA Series Header Version|LO|1
SIEMENS CSA HEADER|0029|20|CSA Series Header Info|OB|1
SIEMENS CSA NON-IMAGE|0029|08|CSA Data Type|CS|1
SIEMENS CSA NON-IMAGE|0029|09|CSA Data Version|LO|1
SIEMENS CSA NON-IMAGE|0029|10|CSA Data Info|OB|1
SIEMENS CSA NON-IMAGE|7FE1|10|CSA Data|OB|1
SIEMENS CSA REPORT|0029|08|syngo Report Type|CS|1
SIEMENS CSA REPORT|0029|09|syngo Report|LO|1
SIEMENS CSA REPORT|0029|15|SR Variant|US|1
SIEMENS CSA REPORT|0029|17|SC SOP Instance UID|UI|1
SIEMENS CT VA0  COAD|0019|10|Distance Source to SourceSide Collimator|IS|1
SIEMENS CT VA0  COAD|0019|11|Distance Source to DetectorSide Collimator|IS|1
SIEMENS CT VA0  COAD|0019|20|Number of Possible Channels|IS|1
SIEMENS CT VA0  COAD|0019|21|Mean Channel Number|IS|1
SIEMENS CT VA0  COAD|0019|22|Detector Spacing|DS|1
SIEMENS CT VA0  COAD|0019|23|Detector Center|DS|1
SIEMENS CT VA0  COAD|0019|24|Reading Integration Time|DS|1
SIEMENS CT VA0  COAD|0019|50|Detector Alignment|DS|1
SIEMENS CT VA0  COAD|0019|52|Table Feed|DS|1
SIEMENS CT VA0  COAD|0019|54|Rotation Time|DS|1
SIEMENS CT VA0  COAD|0019|60|Focus Alignment|DS|1
SIEMENS CT VA0  COAD|0019|65|Focal Spot Deflection Amplitude|UL|1
SIEMENS CT VA0  COAD|0019|66|Focal Spot Deflection Phase|UL|1
SIEMENS CT VA0  COAD|0019|67|Focal Spot Deflection Offset|UL|1
SIEMENS CT VA0  COAD|0019|70|Water Scaling Factor|DS|1
SIEMENS CT VA0  COAD|0019|71|Interpolation Factor|DS|1
SIEMENS CT VA0  COAD|0019|80|Patient Region|CS|1
SIEMENS CT VA0  COAD|0019|82|Patient Phase of Life|CS|1
SIEMENS CT VA0  COAD|0019|90|Osteo Offset|DS|1
SIEMENS CT VA0  COAD|0019|92|Osteo Regression Line Slope|DS|1
SIEMENS CT VA0  COAD|0019|93|Osteo Regression Line Intercept|DS|1
SIEMENS CT VA0  COAD|0019|94|Osteo Standardization Code|IS|1
SIEMENS CT VA0  COAD|0019|96|Osteo Phantom Number|IS|1
SIEMENS CT VA0  COAD|0019|A0|Spiral Location Begin|DS|1
SIEMENS CT VA0  COAD|0019|A1|Spiral Location End|DS|1
SIEMENS CT VA0  COAD|0019|A2|Spiral z Profile|CS|1
SIEMENS CT VA0  COAD|0019|A3|Spiral Reconstruction Direction|CS|1
SIEMENS CT VA0  COAD|0019|A4|Spiral Reconstruction Increment|DS|1
SIEMENS CT VA0  COAD|0019|A5|Scan Tilt Plane Distance|DS|1
SIEMENS CT VA0  COAD|0019|A6|Mode Processing Step Mask|UL|1-n
SIEMENS CT VA0  COAD|0019|A7|Mode Processing Control Mask|UL|1
SIEMENS CT VA0  COAD|0019|A8|Mode Master Mask|UL|1-n
SIEMENS CT VA0  COAD|0019|A9|Mode Store Step|IS|1
SIEMENS CT VA0  COAD|0019|AA|Focus Size Type|CS|1
SIEMENS CT VA0  COAD|0019|AB|Mode Adaptive Filter Kind|IS|1
SIEMENS CT VA0  COAD|0019|AC|Mode MBH Kind|IS|1
SIEMENS CT VA0  COAD|0019|AD|Mode Balancing Kind|IS|1
SIEMENS CT VA0  COAD|0019|AE|Number of Readings per Rotation|IS|1
SIEMENS CT VA0  COAD|0019|AF|Correction Table Reference Time|DS|1
SIEMENS CT VA0  COAD|0019|B0|Feed per Rotation|DS|1
SIEMENS CT VA0  COAD|0019|BD|Pulmo Trigger Level|IS|1
SIEMENS CT VA0  COAD|0019|BE|Expiratoric Reserve|DS|1
SIEMENS CT VA0  COAD|0019|BF|Vital Capacity|DS|1
SIEMENS CT VA0  COAD|0019|C0|Pulmo Water|DS|1
SIEMENS CT VA0  COAD|0019|C1|Pulmo Air|DS|1
SIEMENS CT VA0  COAD|0019|C2|Pulmo Date|DA|1
SIEMENS CT VA0  COAD|0019|C3|Pulmo Time|TM|1
SIEMENS CT VA0  GEN|0019|10|Source Side Collimator Aperture|DS|1
SIEMENS CT VA0  GEN|0019|11|Detector Side Collimator Aperture|DS|1
SIEMENS CT VA0  GEN|0019|20|Exposure Time current|IS|1
SIEMENS CT VA0  GEN|0019|21|Exposure current|IS|1
SIEMENS CT VA0  GEN|0019|25|Generator Power current|DS|1
SIEMENS CT VA0  GEN|0019|26|Generator Voltage current|DS|1
SIEMENS CT VA0  GEN|0019|40|Master Control Mask|UL|1
SIEMENS CT VA0  GEN|0019|42|Processing Mask|US|1-n
SIEMENS CT VA0  GEN|0019|44|IRS Data Number|UL|1-n
SIEMENS CT VA0  GEN|0019|45|IRS Data Length|UL|1-n
SIEMENS CT VA0  GEN|0019|62|Number of Virtual Channels|IS|1
SIEMENS CT VA0  GEN|0019|70|Number of Reading|IS|1
SIEMENS CT VA0  GEN|0019|71|Reading Code|CS|1
SIEMENS CT VA0  GEN|0019|74|Number of Projections|IS|1
SIEMENS CT VA0  GEN|0019|75|Number of Bytes|IS|1
SIEMENS CT VA0  GEN|0019|80|Reconstruction Algorithm Set|IS|1-n
SIEMENS CT VA0  GEN|0019|81|Reconstruction Algorithm Index|IS|1
SIEMENS CT VA0  GEN|0019|82|Regeneration Software Version|LO|1
SIEMENS CT VA0  GEN|0019|84|Multiscan Reconstruction Increment|IS|1
SIEMENS CT VA0  GEN|0019|85|Multiscan Reconstruction Width|IS|1
SIEMENS CT VA0  GEN|0019|88|Range Number|IS|1
SIEMENS CT VA0  GEN|0021|10|Rotation Angle|IS|1
SIEMENS CT VA0  GEN|0021|11|Start Angle|IS|1
SIEMENS CT VA0  GEN|0021|20|Scan|IS|1
SIEMENS CT VA0  GEN|0021|30|Tube Position|IS|1
SIEMENS CT VA0  GEN|0021|32|Length of Topogram|DS|1
SIEMENS CT VA0  GEN|0021|34|Correction Factor|DS|1
SIEMENS CT VA0  GEN|0021|36|Maximum Table Position|DS|1
SIEMENS CT VA0  GEN|0021|40|Table Move Direction Code|IS|1
SIEMENS CT VA0  GEN|0021|45|VOI Start Row|IS|1
SIEMENS CT VA0  GEN|0021|46|VOI Stop Row|IS|1
SIEMENS CT VA0  GEN|0021|47|VOI Start Column|IS|1
SIEMENS CT VA0  GEN|0021|48|VOI Stop Column|IS|1
SIEMENS CT VA0  GEN|0021|49|VOI Start Slice|IS|1
SIEMENS CT VA0  GEN|0021|4A|VOI Stop Slice|IS|1
SIEMENS CT VA0  GEN|0021|50|Vector Start Row|IS|1
SIEMENS CT VA0  GEN|0021|51|Vector Row Step|IS|1
SIEMENS CT VA0  GEN|0021|52|Vector Start Column|IS|1
SIEMENS CT VA0  GEN|0021|53|Vector Column Step|IS|1
SIEMENS CT VA0  GEN|0021|60|Range Type Code|IS|1
SIEMENS CT VA0  GEN|0021|62|Reference Type Code|IS|1
SIEMENS CT VA0  GEN|0021|70|Object Orientation|DS|1-n
SIEMENS CT VA0  GEN|0021|72|Light Orientation|DS|1-n
SIEMENS CT VA0  GEN|0021|75|Light Brightness|DS|1
SIEMENS CT VA0  GEN|0021|76|Light Contrast|DS|1
SIEMENS CT VA0  GEN|0021|7A|Overlay Threshold|IS|1-n
SIEMENS CT VA0  GEN|0021|7B|Surface Threshold|IS|1-n
SIEMENS CT VA0  GEN|0021|7C|Grey Scale Threshold|IS|1-n
SIEMENS CT VA0  GEN|0021|A0|Field of Interest|IS|1-n
SIEMENS CT VA0  GEN|0021|A1|Image Filter Label|CS|1
SIEMENS CT VA0  GEN|0021|A2|Exemplary Element 1|CS|1
SIEMENS CT VA0  GEN|0021|A3|Exemplary Element 2|IS|1-n
SIEMENS CT VA0  GEN|0021|A4|Exemplary Element 3|LO|1
SIEMENS CT VA0  GEN|0021|A5|Reference Data Set 1|IS|1
SIEMENS CT VA0  GEN|0021|A6|Reference Data Set 2|IS|1
SIEMENS CT VA0  GEN|0021|A7|Window Program Name|LO|1
SIEMENS CT VA0  IDE|0009|10|SOMATOM Software Name|LO|1
SIEMENS CT VA0  IDE|0009|30|Data Set Subtype 1|CS|1
SIEMENS CT VA0  IDE|0009|31|Data Set Subtype 2|SH|1
SIEMENS CT VA0  IDE|0009|32|Data Set Subtype 3|SH|1
SIEMENS CT VA0  IDE|0009|33|Data Set Subtype 4|SH|1
SIEMENS CT VA0  IDE|0009|34|Data Set Subtype 5|SH|1
SIEMENS CT VA0  IDE|0009|40|Directory Text|LO|1
SIEMENS CT VA0  IDE|0009|42|Exposure Time Text|LO|1
SIEMENS CT VA0  IDE|0009|50|Scan Date|DA|1
SIEMENS CT VA0  IDE|0009|51|Scan Time|TM|1
SIEMENS CT VA0  ORI|0009|20|Original Data Set Owner|LO|1
SIEMENS CT VA0  ORI|0009|30|Original Modality|SH|1
SIEMENS CT VA0  ORMR|0021|80|Repetition Time|DS|1
SIEMENS CT VA0  ORMR|0021|81|Echo Time|DS|1
SIEMENS CT VA0  ORMR|0021|82|Inversion Time|DS|1
SIEMENS CT VA0  ORMR|0021|83|Number of Averages|IS|1
SIEMENS CT VA0  ORMR|0021|84|Imaging Frequency|DS|1
SIEMENS CT VA0  ORMR|0021|85|Imaged Nucleus|LO|1
SIEMENS CT VA0  ORMR|0021|86|Echo Number|IS|1
SIEMENS CT VA0  ORMR|0021|90|Flip Angle|DS|1
SIEMENS CT VA0  OST|6021|00|Osteo Contour Comment|LO|1
SIEMENS CT VA0  OST|6021|10|Osteo Contour Buffer|US|256
SIEMENS CT VA0  RAW|0021|10|Creation Mask service|UL|1-n
SIEMENS CT VA0  RAW|0021|20|Evaluation Mask service|UL|1-n
SIEMENS CT VA0  RAW|0021|30|Extended Processing Mask|US|1-n
SIEMENS CT VA0  RAW|0021|40|Manipulation Mask|UL|1-n
SIEMENS CT VA0  RAW|0021|41|Composition Mask|UL|1-n
SIEMENS CT VA0  RAW|0021|42|Alteration Mask|UL|1-n
SIEMENS CT VA0  RAW|0021|43|Generation Mask|UL|1-n
SIEMENS CT VA0  RAW|0021|44|Function Mask|UL|1-n
SIEMENS CT VA0  RAW|0021|50|Mode Mirroring Code|CS|1
SIEMENS DFR.01|0021|10|Graphic Evaluation Mask|US|1
SIEMENS DFR.01|0021|11|Type 1st Graphic Element|US|1
SIEMENS DFR.01|0021|12|Description 1st Graphic Element|LO|1
SIEMENS DFR.01|0021|13|Type 2nd Graphic Element|US|1
SIEMENS DFR.01|0021|14|Description 2nd Graphic Element|LO|1
SIEMENS DFR.01|0021|15|Type 3rd Graphic Element|US|1
SIEMENS DFR.01|0021|16|Description 3rd Graphic Element|LO|1
SIEMENS DFR.01|0021|17|Type 4th Graphic Element|US|1
SIEMENS DFR.01|0021|18|Description 4th Graphic Element|LO|1
SIEMENS DFR.01|0021|19|Type 5th Graphic Element|US|1
SIEMENS DFR.01|0021|20|Description 5th Graphic Element|LO|1
SIEMENS DFR.01|0021|21|Type 6th Graphic Element|US|1
SIEMENS DFR.01|0021|22|Description 6th Graphic Element|LO|1
SIEMENS DFR.01|0021|23|Type 7th Graphic Element|US|1
SIEMENS DFR.01|0021|24|Description 7th Graphic Element|LO|1
SIEMENS DFR.01|0021|25|Type 8th Graphic Element|US|1
SIEMENS DFR.01|0021|26|Description 8th Graphic Element|LO|1
SIEMENS DFR.01|0021|27|Type 9th Graphic Element|US|1
SIEMENS DFR.01|0021|28|Description 9th Graphic Element|LO|1
SIEMENS DFR.01|0021|29|Type 10th Graphic Element|US|1
SIEMENS DFR.01|0021|30|Description 10th Graphic Element|LO|1
SIEMENS DFR.01 MANIPULATED|0017|11|Window Width Native Current|US|1
SIEMENS DFR.01 MANIPULATED|0017|12|Window Center Native|US|1
SIEMENS DFR.01 MANIPULATED|0017|14|Window Width Subtraction Current|US|1
SIEMENS DFR.01 MANIPULATED|0017|15|Window Center Subtraction Current|US|1
SIEMENS DFR.01 MANIPULATED|0017|25|Edge Enhancement Native Current|DS|1
SIEMENS DFR.01 MANIPULATED|0017|27|Edge Enhancement Subtraction Current|DS|1
SIEMENS DFR.01 MANIPULATED|0017|29|Edge Enhancement %|IS|1
SIEMENS DFR.01 MANIPULATED|0017|30|Harmonization %|IS|1
SIEMENS DFR.01 MANIPULATED|0017|31|DSA Representation Current|US|1
SIEMENS DFR.01 MANIPULATED|0017|32|Number of Mask Current|US|1
SIEMENS DFR.01 MANIPULATED|0017|33|RightLeft Mark Current|US|1
SIEMENS DFR.01 MANIPULATED|0017|35|Number of Series Representative|US|1
SIEMENS DFR.01 MANIPULATED|0017|37|Rectangle Shutter Horizontal Current|US|1
SIEMENS DFR.01 MANIPULATED|0017|38|Rectangle Shutter Vertical Aktuell|US|1
SIEMENS DFR.01 MANIPULATED|0017|71|Landmark Current|LO|1
SIEMENS DFR.01 MANIPULATED|0017|72|Zoom Factor|US|1
SIEMENS DFR.01 MANIPULATED|0017|73|Roam Horizontal|US|1
SIEMENS DFR.01 MANIPULATED|0017|74|Roam Vertical|US|1
SIEMENS DFR.01 MANIPULATED|0017|77|Pixel Shift Horizontal|IS|1
SIEMENS DFR.01 MANIPULATED|0017|78|Pixel Shift Vertical|IS|1
SIEMENS DFR.01 MANIPULATED|0017|79|Image Flip|US|1
SIEMENS DFR.01 MANIPULATED|0017|7A|Invers Current|US|1
SIEMENS DFR.01 MANIPULATED|0017|83|Documentation Flag|SH|1
SIEMENS DFR.01 MANIPULATED|0017|84|Right Marker|LO|1
SIEMENS DFR.01 MANIPULATED|0017|91|Summation Count Filling|US|1
SIEMENS DFR.01 MANIPULATED|0017|92|Summation Count Mask|US|1
SIEMENS DFR.01 MANIPULATED|0017|93|PeakOp Start|US|1
SIEMENS DFR.01 MANIPULATED|0017|94|PeakOp End|US|1
SIEMENS DFR.01 MANIPULATED|0017|A0|Cine Rate|IS|1
SIEMENS DFR.01 MANIPULATED|0017|A1|Image Name|LO|1
SIEMENS DFR.01 MANIPULATED|0017|A2|Image Name Extension 1|LO|1
SIEMENS DFR.01 MANIPULATED|0017|A3|Image Name Extension 2|LO|1
SIEMENS DFR.01 ORIGINAL|0017|10|Image Type|CS|1
SIEMENS DFR.01 ORIGINAL|0017|11|Window Width Native Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|12|Window Center Native|US|1
SIEMENS DFR.01 ORIGINAL|0017|14|Window Width Subtraction Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|15|Window Center Subtraction Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|16|LUT Number for Autowindow|US|1
SIEMENS DFR.01 ORIGINAL|0017|21|Edge Enhancement Kernelsize Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|22|Edge Enhancement Mode Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|23|Edge Enhancement LUTs Original|US|1-n
SIEMENS DFR.01 ORIGINAL|0017|24|Filter Type Native Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|25|Edge Enhancement Native Original|DS|1
SIEMENS DFR.01 ORIGINAL|0017|26|Filter Type Subtraction Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|27|Edge Enhancement Subtraction Original|DS|1
SIEMENS DFR.01 ORIGINAL|0017|31|DSA Representation Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|32|Number of Maske Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|33|RightLeft Mark Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|34|Slice Position|DS|1
SIEMENS DFR.01 ORIGINAL|0017|37|Rectangle Shutter Horizontal Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|38|Rectangle Vertical Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|41|Dose|DS|1
SIEMENS DFR.01 ORIGINAL|0017|42|Dose Area Product|DS|1
SIEMENS DFR.01 ORIGINAL|0017|43|Focus|US|1
SIEMENS DFR.01 ORIGINAL|0017|44|SDM|US|1
SIEMENS DFR.01 ORIGINAL|0017|45|Image Intensifer Format|DS|1
SIEMENS DFR.01 ORIGINAL|0017|46|Density Correction|DS|1
SIEMENS DFR.01 ORIGINAL|0017|47|Exposure Curves|LO|1
SIEMENS DFR.01 ORIGINAL|0017|49|Organ Program Name|LO|1
SIEMENS DFR.01 ORIGINAL|0017|4A|Count of Images in Series|IS|1
SIEMENS DFR.01 ORIGINAL|0017|51|Image Intensifier Zoom|US|1
SIEMENS DFR.01 ORIGINAL|0017|52|ROSA Receiver ErrCount|UL|1
SIEMENS DFR.01 ORIGINAL|0017|61|Table Position Peri|US|1
SIEMENS DFR.01 ORIGINAL|0017|62|Series Numbers of Petri|US|1-n
SIEMENS DFR.01 ORIGINAL|0017|71|Landmark Original|LO|1
SIEMENS DFR.01 ORIGINAL|0017|7A|Invers Original|US|1
SIEMENS DFR.01 ORIGINAL|0017|B1|L2 Image|CS|1
SIEMENS DFR.01 ORIGINAL|0017|B2|L2 Acquisition Monitor|IS|1
SIEMENS DFR.01 ORIGINAL|0017|C1|Folder UID|LO|1
SIEMENS DFR.01 ORIGINAL|0017|C2|Series UID|LO|1
SIEMENS DFR.01 ORIGINAL|0017|C3|Subseries UID|LO|1
SIEMENS DFR.01 SERVICE|0021|10|1 Plot|US|1
SIEMENS DFR.01 SERVICE|0021|11|Width 1 Plot|US|1
SIEMENS DFR.01 SERVICE|0021|12|2 Plot|US|1
SIEMENS DFR.01 SERVICE|0021|13|Width 2 Plot|US|1
SIEMENS DFR.01 SERVICE|0021|20|xCoordinate Region of Interest|US|1-5
SIEMENS DFR.01 SERVICE|0021|21|yCoordinate Region of Interest|US|1-5
SIEMENS DFR.01 SERVICE|0021|22|Width Region of Interest|US|1-5
SIEMENS DFR.01 SERVICE|0021|23|Height Region of Interest|US|1-5
SIEMENS DLR.01|0019|10|Measurement Mode|LO|1
SIEMENS DLR.01|0019|11|Image Type|LO|1
SIEMENS DLR.01|0019|15|Software Version|LO|1
SIEMENS DLR.01|0019|20|MPM Code|LO|1
SIEMENS DLR.01|0019|21|Latitude|LO|1
SIEMENS DLR.01|0019|22|Sensitivity|LO|1
SIEMENS DLR.01|0019|23|EDR|LO|1
SIEMENS DLR.01|0019|24|l fix|LO|1
SIEMENS DLR.01|0019|25|s fix|LO|1
SIEMENS DLR.01|0019|26|Preset Mode|LO|1
SIEMENS DLR.01|0019|27|Region|LO|1
SIEMENS DLR.01|0019|28|Subregion|LO|1
SIEMENS DLR.01|0019|30|Orientation|LO|1
SIEMENS DLR.01|0019|31|Mark on Film|LO|1
SIEMENS DLR.01|0019|32|Rotation on DRC|LO|1
SIEMENS DLR.01|0019|40|Reader Type|LO|1
SIEMENS DLR.01|0019|41|Sub Modality|LO|1
SIEMENS DLR.01|0019|42|Reader Serial Number|LO|1
SIEMENS DLR.01|0019|50|Cassette Scale|LO|1
SIEMENS DLR.01|0019|51|Cassette Matrix|LO|1
SIEMENS DLR.01|0019|52|Cassette Submatrix|LO|1
SIEMENS DLR.01|0019|53|Barcode|LO|1
SIEMENS DLR.01|0019|60|GT Contrast Type|LO|1
SIEMENS DLR.01|0019|61|GA Rotation Amount|LO|1
SIEMENS DLR.01|0019|62|GC Rotation Center|LO|1
SIEMENS DLR.01|0019|63|GS Density Shift|LO|1
SIEMENS DLR.01|0019|64|RN Frequency Rank|US|1
SIEMENS DLR.01|0019|65|RE Frequency Enhancement|LO|1
SIEMENS DLR.01|0019|66|RT Frequency Type|LO|1
SIEMENS DLR.01|0019|67|Kernel Length|LO|1
SIEMENS DLR.01|0019|68|Kernel Mode|UL|1
SIEMENS DLR.01|0019|69|Convulsion Mode|UL|1
SIEMENS DLR.01|0019|70|PLA Source|LO|1
SIEMENS DLR.01|0019|71|PLA Destination|LO|1
SIEMENS DLR.01|0019|75|UID Original Image|LO|1
SIEMENS DLR.01|0019|76|Filterset|LO|1
SIEMENS DLR.01|0019|80|Reader Header|LO|1
SIEMENS DLR.01|0019|90|PLA of Secondary Destination|LO|1
SIEMENS DLR.01|0041|10|Number of Hardcopies|US|1
SIEMENS DLR.01|0041|20|Film Format|CS|1
SIEMENS DLR.01|0041|30|Film Size|LO|1
SIEMENS DLR.01|0041|31|Full Film Format|LO|1
SIEMENS ISI|0003|08|ISI Command Field|US|1
SIEMENS ISI|0003|11|Attach ID Application Code|US|1
SIEMENS ISI|0003|12|Attach ID Message Count|UL|1
SIEMENS ISI|0003|13|Attach ID Date|DA|1
SIEMENS ISI|0003|14|Attach ID Time|TM|1
SIEMENS ISI|0003|20|Message Type|US|1
SIEMENS ISI|0003|30|Max Waiting Date|DA|1
SIEMENS ISI|0003|31|Max Waiting Time|TM|1
SIEMENS ISI|0009|01|RIS Patient Info IMGEF|UN|1
SIEMENS ISI|0009|14|RIS Patient Info IMGEF|SQ|1
SIEMENS ISI|0011|03|Patient UID|LO|1
SIEMENS ISI|0011|04|Patient ID|LO|1
SIEMENS ISI|0011|0A|Case ID|LO|1
SIEMENS ISI|0011|22|Request ID|LO|1
SIEMENS ISI|0011|23|Examination UID|LO|1
SIEMENS ISI|0011|41|Medical Alerts|LO|1
SIEMENS ISI|0011|42|Contrast Allergy|LO|1
SIEMENS ISI|0011|A1|Patient Registration Date|DA|1
SIEMENS ISI|0011|A2|Patient Registration Time|TM|1
SIEMENS ISI|0011|B0|Patient Last Name|LO|1
SIEMENS ISI|0011|B2|Patient First Name|LO|1
SIEMENS ISI|0011|B4|Patient Hospital Status|CS|1
SIEMENS ISI|0011|BC|Current Location Time|LO|1
SIEMENS ISI|0011|C0|Patient Insurance Status|CS|1
SIEMENS ISI|0011|D0|Patient Billing Type|LO|1
SIEMENS ISI|0011|D2|Patient Billing Address|LO|1
SIEMENS ISI|0031|12|Examination Reason|LO|1
SIEMENS ISI|0031|30|Requested Date|DA|1
SIEMENS ISI|0031|32|Worklist Request Start Time|TM|1
SIEMENS ISI|0031|33|Worklist Request End Time|TM|1
SIEMENS ISI|0031|4A|Requested Time|TM|1
SIEMENS ISI|0031|80|Requested Location|LO|1
SIEMENS ISI|0055|46|Current Ward|PN|1
SIEMENS ISI|0193|02|RIS Key|LO|1
SIEMENS ISI|0307|01|RIS Worklist IMGEF|SQ|1
SIEMENS ISI|0309|01|RIS Report IMGEF|SQ|1
SIEMENS ISI|4009|01|Report ID|LO|1
SIEMENS ISI|4009|20|Report Status|CS|1
SIEMENS ISI|4009|30|Report Creation Date|DA|1
SIEMENS ISI|4009|70|Report Approving Physician|PN|1
SIEMENS ISI|4009|E0|Report Text|LO|1
SIEMENS ISI|4009|E1|Report Author|LO|1
SIEMENS ISI|4009|E2|Report Transcriber|PN|1
SIEMENS ISI|4009|E3|Reporting Radiologist|PN|1
SIEMENS MED|0009|10|Recognition Code|LO|1
SIEMENS MED|0009|30|Byte Offset of Original Header|US|1
SIEMENS MED|0009|31|Length of Original Header|US|1
SIEMENS MED|0009|40|Byte Offset of Pixel Matrix|US|1
SIEMENS MED|0009|41|Length of Pixel Matrix|UL|1
SIEMENS MED|0009|80||ST|1
SIEMENS MED|0009|F5|PDM EFID Placeholder|LO|1
SIEMENS MED|0009|F6|PDM Data Object Type Extension|LO|1
SIEMENS MED|0011|10||ST|1
SIEMENS MED|0017|00||ST|1
SIEMENS MED|0017|20||ST|1
SIEMENS MED|0017|60||LO|1
SIEMENS MED|0017|80||ST|1
SIEMENS MED|0019|01||SS|1
SIEMENS MED|0019|02||SS|1
SIEMENS MED|0019|03||SS|1
SIEMENS MED|0019|04||ST|1
SIEMENS MED|0019|05||ST|1
SIEMENS MED|0019|06||SL|1
SIEMENS MED|0019|07||SL|1
SIEMENS MED|0019|08||SS|1
SIEMENS MED|0019|09||SS|1
SIEMENS MED|0019|0A||ST|1
SIEMENS MED|0019|0B||ST|1
SIEMENS MED|0019|0C||SS|1
SIEMENS MED|0019|0D||ST|1
SIEMENS MED|0019|0E||ST|1
SIEMENS MED|0019|0F||SL|1
SIEMENS MED|0019|11||ST|1
SIEMENS MED|0019|12||ST|1
SIEMENS MED|0019|13||SS|1
SIEMENS MED|0019|14||SS|1
SIEMENS MED|0019|15||SS|1
SIEMENS MED|0019|16||SS|1
SIEMENS MED|0019|17||SS|1
SIEMENS MED|0019|18||SS|1
SIEMENS MED|0019|19||SS|1
SIEMENS MED|0019|1A||SS|1
SIEMENS MED|0019|1B||SS|1
SIEMENS MED|0019|1C||SS|1
SIEMENS MED|0019|1D||SS|1
SIEMENS MED|0019|20||SL|1
SIEMENS MED|0019|21||SL|1
SIEMENS MED|0019|22||SL|1
SIEMENS MED|0019|23||SS|1
SIEMENS MED|0019|24||SL|1
SIEMENS MED|0019|25||SL|1
SIEMENS MED|0019|26||SL|1
SIEMENS MED|0019|27||SL|1
SIEMENS MED|0019|30||SL|1
SIEMENS MED|0019|31||SL|1
SIEMENS MED|0019|32||SL|1
SIEMENS MED|0019|41||SS|1
SIEMENS MED|0019|42||SS|1
SIEMENS MED|0019|43||SS|1
SIEMENS MED|0019|44||SS|1
SIEMENS MED|0019|45||SL|1
SIEMENS MED|0019|47||SL|1
SIEMENS MED|0019|48||ST|1
SIEMENS MED|0019|49||SL|1
SIEMENS MED|0019|4A||SS|1
SIEMENS MED|0019|4B||SS|1
SIEMENS MED|0019|4C||SL|1
SIEMENS MED|0019|4E||SS|1
SIEMENS MED|0019|4F||SS|1
SIEMENS MED|0019|50||SS|1
SIEMENS MED|0019|51||SS|1
SIEMENS MED|0019|52||SS|1
SIEMENS MED|0019|53||SS|1
SIEMENS MED|0019|54||ST|1
SIEMENS MED|0019|55||SS|1
SIEMENS MED|0019|56||SS|1
SIEMENS MED|0019|57||SS|1
SIEMENS MED|0019|58||SS|1
SIEMENS MED|0019|59||SS|1
SIEMENS MED|0019|5A||ST|1
SIEMENS MED|0019|5B||SS|1
SIEMENS MED|0019|5C||SS|1
SIEMENS MED|0019|5D||SS|1
SIEMENS MED|0019|5E||SS|1
SIEMENS MED|0019|5F||SS|1
SIEMENS MED|0019|60||SS|1
SIEMENS MED|0019|61||SS|1
SIEMENS MED|0019|62||SS|1
SIEMENS MED|0019|63||SS|1
SIEMENS MED|0019|64||SS|1
SIEMENS MED|0019|65||SS|1
SIEMENS MED|0019|66||SS|1
SIEMENS MED|0019|67||SS|1
SIEMENS MED|0019|68||SL|1
SIEMENS MED|0019|69||SS|1
SIEMENS MED|0019|6A||SS|1
SIEMENS MED|0019|6B||SL|1
SIEMENS MED|0019|6C||SL|1
SIEMENS MED|0019|6D||SS|1
SIEMENS MED|0019|6E||SS|1
SIEMENS MED|0019|6F||SS|1
SIEMENS MED|0019|70||ST|1
SIEMENS MED|0019|71||ST|1
SIEMENS MED|0019|72||SL|1
SIEMENS MED|0019|73||SL|1
SIEMENS MED|0019|74||SS|1
SIEMENS MED|0019|75||SS|1
SIEMENS MED|0019|76||SS|1
SIEMENS MED|0019|77||SS|1
SIEMENS MED|0019|78||SS|1
SIEMENS MED|0019|7F||SS|1
SIEMENS MED|0019|80||SS|1
SIEMENS MED|0019|81||SS|1
SIEMENS MED|0019|82||SL|1
SIEMENS MED|0019|83||SS|1
SIEMENS MED|0019|84||SS|1
SIEMENS MED|0019|85||SS|1
SIEMENS MED|0019|86||SS|1
SIEMENS MED|0019|87||SS|1
SIEMENS MED|0019|88||SL|1
SIEMENS MED|0019|89||SS|1
SIEMENS MED|0019|8A||SL|1
SIEMENS MED|0019|8D||SL|1
SIEMENS MED|0019|8E||SL|1
SIEMENS MED|0019|91||SL|1
SIEMENS MED|0019|92||SL|1
SIEMENS MED|0019|93||SL|1
SIEMENS MED|0019|94||SS|1
SIEMENS MED|0019|95||SS|1
SIEMENS MED|0019|96||SL|1
SIEMENS MED|0019|97||SS|1
SIEMENS MED|0019|A0||SS|1
SIEMENS MED|0019|A1||SS|1
SIEMENS MED|0019|A2||SL|1
SIEMENS MED|0019|A3||SL|1
SIEMENS MED|0019|A4||SL|1
SIEMENS MED|0019|C0||SL|1
SIEMENS MED|0019|C1||SS|1
SIEMENS MED|0019|C2||SS|1
SIEMENS MED|0019|F0||SL|1
SIEMENS MED|001F|00||LO|1
SIEMENS MED|001F|02||LO|1
SIEMENS MED|001F|50||LO|1
SIEMENS MED|001F|70||LO|1
SIEMENS MED|0021|10|Zoom|DS|1
SIEMENS MED|0021|11|Target|DS|1-n
SIEMENS MED|0021|12|Tube Angle During Topogram|IS|1
SIEMENS MED|0021|20|ROI Mask|US|1
SIEMENS MED|0031|01||ST|1
SIEMENS MED|0031|03||SL|1
SIEMENS MED|0031|04||ST|1
SIEMENS MED|0031|05||SS|1
SIEMENS MED|0031|06||SL|1
SIEMENS MED|0031|07||SS|1
SIEMENS MED|0031|08||ST|1
SIEMENS MED|0031|09||SS|1
SIEMENS MED|0031|0A||SS|1
SIEMENS MED|0031|0B||SS|1
SIEMENS MED|0031|0C||SS|1
SIEMENS MED|0031|0D||SS|1
SIEMENS MED|0031|0E||SS|1
SIEMENS MED|0031|0F||SL|1
SIEMENS MED|0031|10||SL|1
SIEMENS MED|0031|11||SS|1
SIEMENS MED|0041|12||SL|1
SIEMENS MED|0041|13||SL|1
SIEMENS MED|0041|21||ST|1
SIEMENS MED|0041|30||ST|1
SIEMENS MED|0041|32||ST|1
SIEMENS MED|0041|34||ST|1
SIEMENS MED|0041|36||ST|1
SIEMENS MED|0041|40||ST|1
SIEMENS MED|0041|50||SS|1
SIEMENS MED|0041|52||SS|1
SIEMENS MED|0041|60||ST|1
SIEMENS MED|0041|70||SL|1
SIEMENS MED|0041|71||SL|1
SIEMENS MED|0051|10||SS|1
SIEMENS MED|0051|11||SS|1
SIEMENS MED|0051|12||SS|1
SIEMENS MED|0051|13||SS|1
SIEMENS MED|0051|14||SS|1
SIEMENS MED|0051|15||SL|1
SIEMENS MED|0051|18||SL|1
SIEMENS MED|0053|01||SS|1
SIEMENS MED|0053|02||SS|1
SIEMENS MED|0053|03||SS|1
SIEMENS MED|0053|10||SS|1
SIEMENS MED|0053|11||SL|1
SIEMENS MED|0053|12||SS|1
SIEMENS MED|0053|13||SL|1
SIEMENS MED|0053|14||SS|1
SIEMENS MED|0053|15||SL|1
SIEMENS MED|0053|16||SS|1
SIEMENS MED|0053|17||SS|1
SIEMENS MED|0053|18||SL|1
SIEMENS MED|0053|19||SS|1
SIEMENS MED|0053|1A||SS|1
SIEMENS MED|0053|1B||SL|1
SIEMENS MED|0053|1C||SS|1
SIEMENS MED|0053|1D||SL|1
SIEMENS MED|0053|30||SS|1
SIEMENS MED|0053|31||SS|1
SIEMENS MED|0053|32||SS|1
SIEMENS MED|0053|33||SL|1
SIEMENS MED|0053|40||SS|1
SIEMENS MED|0053|41||SL|1
SIEMENS MED|0053|42||SS|1
SIEMENS MED|0053|43||SL|1
SIEMENS MED|0053|44||SS|1
SIEMENS MED|0055|01||SS|1
SIEMENS MED|0055|02||SS|1
SIEMENS MED|0055|03||SL|1
SIEMENS MED|0055|20||SS|1
SIEMENS MED|0055|21||ST|1
SIEMENS MED|0055|22||SS|1
SIEMENS MED|0055|23||ST|1
SIEMENS MED|0055|24||SS|1
SIEMENS MED|0055|25||ST|1
SIEMENS MED|0055|29||SL|1
SIEMENS MED|0055|2A||SL|1
SIEMENS MED|0055|30||SS|1
SIEMENS MED|0055|31||ST|1
SIEMENS MED|0055|32||SS|1
SIEMENS MED|0055|33||ST|1
SIEMENS MED|0055|34||SS|1
SIEMENS MED|0055|35||ST|1
SIEMENS MED|0055|38||SL|1
SIEMENS MED|0055|39||SL|1
SIEMENS MED|0055|3A||SL|1
SIEMENS MED|0055|40||SS|1
SIEMENS MED|0055|48||SL|1
SIEMENS MED|0055|50||SS|1
SIEMENS MED|0055|51||SS|1
SIEMENS MED|0055|52||SS|1
SIEMENS MED|0055|53||ST|1
SIEMENS MED|0055|54||SL|1
SIEMENS MED|0055|55||SL|1
SIEMENS MED|0055|56||SS|1
SIEMENS MED|0055|57||SS|1
SIEMENS MED|0055|58||SL|1
SIEMENS MED|0055|59||ST|1
SIEMENS MED|0055|5A||SL|1
SIEMENS MED|0055|5B||SS|1
SIEMENS MED|0055|5C||ST|1
SIEMENS MED|0055|5D||SS|1
SIEMENS MED|0055|5E||SS|1
SIEMENS MED|0055|5F||SL|1
SIEMENS MED|0055|60||SS|1
SIEMENS MED|0055|61||SS|1
SIEMENS MED|0055|64||SS|1
SIEMENS MED|0055|65||SS|1
SIEMENS MED|0055|66||SS|1
SIEMENS MED|0055|67||SS|1
SIEMENS MED|0055|68||SS|1
SIEMENS MED|0055|69||SS|1
SIEMENS MED|0055|6A||SS|1
SIEMENS MED|0055|6B||SS|1
SIEMENS MED|0055|6C||SS|1
SIEMENS MED|0055|6D||SS|1
SIEMENS MED|0055|70||SL|1
SIEMENS MED|0055|71||SL|1
SIEMENS MED|0055|72||SL|1
SIEMENS MED|0055|73||SL|1
SIEMENS MED|0055|74||SL|1
SIEMENS MED|0055|75||SL|1
SIEMENS MED|0055|76||SL|1
SIEMENS MED|0055|77||SL|1
SIEMENS MED|0055|78||SL|1
SIEMENS MED|0055|80||SS|1
SIEMENS MED|0055|81||SS|1
SIEMENS MED|0055|82||SS|1
SIEMENS MED|0055|83||SS|1
SIEMENS MED|0055|84||SS|1
SIEMENS MED|0055|85||SS|1
SIEMENS MED|0055|86||SL|1
SIEMENS MED|0055|87||SL|1
SIEMENS MED|0055|88||SL|1
SIEMENS MED|0055|89||ST|1
SIEMENS MED|0055|8A||SS|1
SIEMENS MED|0055|8B||SL|1
SIEMENS MED|0055|8C||SS|1
SIEMENS MED|0055|8D||SL|1
SIEMENS MED|0055|8E||SL|1
SIEMENS MED|0055|8F||SL|1
SIEMENS MED|0055|90||SL|1
SIEMENS MED|0055|91||SS|1
SIEMENS MED|0055|92||ST|1
SIEMENS MED|0055|93||SL|1
SIEMENS MED|0055|94||SL|1
SIEMENS MED|0055|95||SL|1
SIEMENS MED|0055|96||SL|1
SIEMENS MED|0055|97||SL|1
SIEMENS MED|0055|98||SS|1
SIEMENS MED|0055|99||SS|1
SIEMENS MED|0055|9A||SS|1
SIEMENS MED|0055|9B||SS|1
SIEMENS MED|0055|9C||SS|1
SIEMENS MED|0055|9D||SL|1
SIEMENS MED|0055|9E||SL|1
SIEMENS MED|0055|9F||SL|1
SIEMENS MED|0055|A0||SL|1
SIEMENS MED|0055|A1||SL|1
SIEMENS MED|0055|A2||SL|1
SIEMENS MED|0055|A3||SL|1
SIEMENS MED|0055|A4||SS|1
SIEMENS MED|0055|A5||SL|1
SIEMENS MED|0055|A6||SL|1
SIEMENS MED|0055|A7||SS|1
SIEMENS MED|0055|A8||SS|1
SIEMENS MED|0055|A9||SS|1
SIEMENS MED|0055|B0||SS|1
SIEMENS MED|0055|B1||SS|1
SIEMENS MED|0057|10||SS|1
SIEMENS MED|0057|20||SL|1
SIEMENS MED|5001|01||SS|1
SIEMENS MED|5001|02||SL|1
SIEMENS MED|5001|03||SL|1
SIEMENS MED|5001|04||SL|1
SIEMENS MED|5001|05||SL|1
SIEMENS MED|5001|06||SL|1
SIEMENS MED|5001|07||ST|1
SIEMENS MED|5001|08||ST|1
SIEMENS MED|5001|09||ST|1
SIEMENS MED|5001|0A||ST|1
SIEMENS MED|5001|0B||SL|1
SIEMENS MED|7001|10||SS|1
SIEMENS MED|7003|10||SL|1
SIEMENS MED|7005|10||SS|1
SIEMENS MED|7FE1|10||SS|1
SIEMENS MED|7FE3|14||SL|1
SIEMENS MED|7FE3|15||SL|1
SIEMENS MED|7FE3|16||SL|1
SIEMENS MED|7FE3|17||SL|1
SIEMENS MED|7FE3|18||SL|1
SIEMENS MED|7FE3|19||ST|1
SIEMENS MED|7FE3|1A||SL|1
SIEMENS MED|7FE3|1B||SS|1
SIEMENS MED|7FE3|1C||SS|1
SIEMENS MED|7FE3|1E||SL|1
SIEMENS MED|7FE3|1F||SL|1
SIEMENS MED|7FE3|20||SL|1
SIEMENS MED|7FE3|21||SL|1
SIEMENS MED|7FE3|22||SL|1
SIEMENS MED|7FE3|23||SL|1
SIEMENS MED|7FE3|24||ST|1
SIEMENS MED|7FE3|25||SS|1
SIEMENS MED DISPLAY|0029|04|Photometric Interpretation|CS|1
SIEMENS MED DISPLAY|0029|10|Rows|US|1
SIEMENS MED DISPLAY|0029|11|Columns|US|1
SIEMENS MED DISPLAY|0029|50|Origin|US|2
SIEMENS MED DISPLAY|0029|99|Shutter Type|LO|1
SIEMENS MED DISPLAY|0029|A0|Rows of Rectangular Shutter|US|1
SIEMENS MED DISPLAY|0029|A1|Columns of Rectangular Shutter|US|1
SIEMENS MED DISPLAY|0029|A2|Origin of Rectangular Shutter|US|1
SIEMENS MED DISPLAY|0029|B0|Radius of Circular Shutter|US|1
SIEMENS MED DISPLAY|0029|B2|Origin of Circular Shutter|US|1
SIEMENS MED DISPLAY|0029|C1|Contour of Irregular Shutter|US|1
SIEMENS MED ECAT FILE INFO|0021|00|ECAT_Main_Header|OB|1
SIEMENS MED ECAT FILE INFO|0021|01|ECAT_Image_Subheader|OB|1
SIEMENS MED HG|0029|10|List of Group Numbers|US|1
SIEMENS MED HG|0029|15|List of Shadow Owner Codes|LO|1
SIEMENS MED HG|0029|20|List of Element Numbers|US|1
SIEMENS MED HG|0029|30|List of Total Display Length|US|1
SIEMENS MED HG|0029|40|List of Display Prefix|LO|1-n
SIEMENS MED HG|0029|50|List of Display Postfix|LO|1-n
SIEMENS MED HG|0029|60|List of Text Position|US|1
SIEMENS MED HG|0029|70|List of Text Concatenation|LO|1
SIEMENS MED MG|0029|10|List of Group Numbers|US|1
SIEMENS MED MG|0029|15|List of Shadow Owner Codes|LO|1
SIEMENS MED MG|0029|20|List of Element Numbers|US|1
SIEMENS MED MG|0029|30|List of Total Display Length|US|1
SIEMENS MED MG|0029|40|List of Display Prefix|LO|1-n
SIEMENS MED MG|0029|50|List of Display Postfix|LO|1-n
SIEMENS MED MG|0029|60|List of Text Position|US|1
SIEMENS MED MG|0029|70|List of Text Concatenation|LO|1
SIEMENS MED NM|0009|80|Main Acquisition View|LO|1
SIEMENS MED NM|0011|10|Organ System|CS|1
SIEMENS MED NM|0017|00|Unknown 0017 0000|ST|1
SIEMENS MED NM|0017|20|Scanning Sequence|CS|1
SIEMENS MED NM|0017|60|KVP|DS|1
SIEMENS MED NM|0017|80|Unknown 0017 0080|ST|1-n
SIEMENS MED NM|0019|01|Number of detectors|SS|1
SIEMENS MED NM|0019|02|Number of scalers|SS|1
SIEMENS MED NM|0019|03|Scaler Index|SS|1
SIEMENS MED NM|0019|04|Radionuclide Units|DS|1
SIEMENS MED NM|0019|05|Radiopharmaceutical|DS|1
SIEMENS MED NM|0019|06|Display Magnification|FL|1
SIEMENS MED NM|0019|07|Scaler Counts|SL|1
SIEMENS MED NM|0019|08|Processed Flag 0 Raw 1 Process|SS|1
SIEMENS MED NM|0019|09|MicroDELTA Parameter Blocks|SS|1
SIEMENS MED NM|0019|0A|MicroDELTA File Extension|LO|1
SIEMENS MED NM|0019|0B|MicroDELTA Write ID|LO|1
SIEMENS MED NM|0019|0C|MicroDELTA Write Version|SS|1
SIEMENS MED NM|0019|0D|MicroDELTA Mode|CS|1
SIEMENS MED NM|0019|0E|MicroDELTA ESFR|LO|1
SIEMENS MED NM|0019|0F|Siemens ICON Data Type|SL|1
SIEMENS MED NM|0019|10|MicroDELTA Expansion Blocks|OW|1
SIEMENS MED NM|0019|11|MicroDELTA Version|CS|1
SIEMENS MED NM|0019|12|MicroDELTA Trend|LO|1
SIEMENS MED NM|0019|13|MicroDELTA Number of Overlays|SS|1
SIEMENS MED NM|0019|14|MicroDELTA Overlay Block|SS|1
SIEMENS MED NM|0019|15|MicroDELTA Color Table Extra|SS|1
SIEMENS MED NM|0019|16|Number of Views|SS|1
SIEMENS MED NM|0019|17|MicroDELTA Thyroid Markers|SS|1
SIEMENS MED NM|0019|18|MicroDELTA Color Table Used|SS|1
SIEMENS MED NM|0019|19|Save Screen Flag 1 SaveScreen|SS|1
SIEMENS MED NM|0019|1A|MicroDELTA Overlay Map|SS|1
SIEMENS MED NM|0019|1B|SGI Converted LookUp Table|SS|1
SIEMENS MED NM|0019|1C|MicroDELTA Mystery1|SS|1
SIEMENS MED NM|0019|1D|MicroDELTA Mystery2|SS|1
SIEMENS MED NM|0019|20|Time of Lasix Administration|FL|1
SIEMENS MED NM|0019|21|Lasix Dose mg|FL|1
SIEMENS MED NM|0019|22|Bladder Esidual Volume cc|FL|1
SIEMENS MED NM|0019|23|Bladder Image Extension|SS|1
SIEMENS MED NM|0019|24|Serum Creatinine mg/dl|FL|1
SIEMENS MED NM|0019|25|TER|FL|1
SIEMENS MED NM|0019|26|TER Lower Limit|FL|1
SIEMENS MED NM|0019|27|Body Surface Area m2|FL|1
SIEMENS MED NM|0019|30|CTQ Normal Margin|FL|1
SIEMENS MED NM|0019|31|CTQ Abnormal Sagittal Margin|FL|1
SIEMENS MED NM|0019|32|CTQ Abnormal Oblique Margin|FL|1
SIEMENS MED NM|0019|41|Accepted Beats|SS|1
SIEMENS MED NM|0019|42|Rejected Beats|SS|1
SIEMENS MED NM|0019|43|Percent of R-R Interval Framed|SS|1
SIEMENS MED NM|0019|44|Beats Rejected Post PVC|SS|1
SIEMENS MED NM|0019|45|Trigger Source|FL|1
SIEMENS MED NM|0019|47|Beat Rejection Parameter|FL|1
SIEMENS MED NM|0019|48|Rejection Scheme|SH|1
SIEMENS MED NM|0019|49|PVC Threshold msec|FL|1
SIEMENS MED NM|0019|4A|Framing Mode 1 Forward 2 F/B|SS|1
SIEMENS MED NM|0019|4B|Autobeat Window 0 No 1 Yes|SS|1
SIEMENS MED NM|0019|4C|MicroDELTA Acquisition Time per Window msec|FL|1
SIEMENS MED NM|0019|4E|CTQ Unknown Entry Count|SS|1
SIEMENS MED NM|0019|4F|CTQ Matrix Size|SS|1
SIEMENS MED NM|0019|50|CTQ has been used|SS|1
SIEMENS MED NM|0019|51|CTQ Male Entry Count|SS|1
SIEMENS MED NM|0019|52|CTQ Female Entry Count|SS|1
SIEMENS MED NM|0019|53|CTQ Stress/Rest Time Delay|SS|1
SIEMENS MED NM|0019|54|CTQ Time Delay Units|CS|1
SIEMENS MED NM|0019|55|CTQ Min Oblique Stack Count|SS|1
SIEMENS MED NM|0019|56|CTQ Max Oblique Stack Count|SS|1
SIEMENS MED NM|0019|57|CTQ Min Sagittal Stack Count|SS|1
SIEMENS MED NM|0019|58|CTQ Max Sagittal Stack Count|SS|1
SIEMENS MED NM|0019|59|CTQ Min Radius Percent|SS|1
SIEMENS MED NM|0019|5A|CTQ Find Max or Average Flag|UL|1
SIEMENS MED NM|0019|5B|CTQ Basal Slice Index Offset|SS|1
SIEMENS MED NM|0019|5C|CTQ Starting Line Index|SS|1
SIEMENS MED NM|0019|5D|CTQ Line Counts|SS|1
SIEMENS MED NM|0019|5E|CTQ Radii Counts|SS|1
SIEMENS MED NM|0019|5F|CTQ Radial Angle Increment|SS|1
SIEMENS MED NM|0019|60|Whole Body Processed Flag 0:Raw 1:Img1-Img2 2:Im|SS|1
SIEMENS MED NM|0019|61|Whole Body View|SS|1
SIEMENS MED NM|0019|62|WB Display Field Length in cm|SS|1
SIEMENS MED NM|0019|63|WB Scan Length in cm|SS|1
SIEMENS MED NM|0019|64|WB Scan Speed cm/min|SS|1
SIEMENS MED NM|0019|65|WB Scan Speed Mode 0 Manual 1 Auto|SS|1
SIEMENS MED NM|0019|66|WB Scan Start 0 Head 1 Feet|SS|1
SIEMENS MED NM|0019|67|WB Scan Direction 0 Lt to Rt 1 Rt to Lt|SS|1
SIEMENS MED NM|0019|68|WB Aperature Width in cm|FL|1
SIEMENS MED NM|0019|69|WB Number of Passes|SS|1
SIEMENS MED NM|0019|6A|WB Scan Time msec|SS|1
SIEMENS MED NM|0019|6B|WB Anterior kCounts View 1|FL|1
SIEMENS MED NM|0019|6C|WB Anterior kCounts View 2|FL|1
SIEMENS MED NM|0019|6D|WB Count Density|FL|1
SIEMENS MED NM|0019|6E|WB Reference View Flag 1 Ref|SS|1
SIEMENS MED NM|0019|6F|WB Coun Density Speed cm/min|FL|1
SIEMENS MED NM|0019|70|WB Scan Type|CS|1
SIEMENS MED NM|0019|71|WB IRIS Corr. File Name|LO|1
SIEMENS MED NM|0019|72|WB Posterior kCounts View 1|FL|1
SIEMENS MED NM|0019|73|WB Posterior kCounts View 2|FL|1
SIEMENS MED NM|0019|74|WB Ant View Status No Img 1 Complete 2 Aborted|SS|1
SIEMENS MED NM|0019|75|WB Post View Status No Img 1 Complete 2 Aborted|SS|1
SIEMENS MED NM|0019|76|WB Post Scan Time msec|SS|1
SIEMENS MED NM|0019|77|WB Ant Pixel Overflow 1 Yes|SS|1
SIEMENS MED NM|0019|78|WB Post Pixel Overflow 1 Yes|SS|1
SIEMENS MED NM|0019|7F|Segment Type 0 Segments 2 Time/Segment|SS|1
SIEMENS MED NM|0019|80|Number of Segments|SS|1
SIEMENS MED NM|0019|81|PVC Rejection Flag 1 Reject|SS|1
SIEMENS MED NM|0019|82|Total Counts Framed|SL|1
SIEMENS MED NM|0019|83|Total Beats Framed|SS|1
SIEMENS MED NM|0019|84|Present Time of Day|SS|1
SIEMENS MED NM|0019|85|Framed Counts|SS|1
SIEMENS MED NM|0019|86|Time per Segment msec|SS|1
SIEMENS MED NM|0019|87|BBA Miscellaneous Info|LT|1
SIEMENS MED NM|0019|88|Tolerance %|SL|1
SIEMENS MED NM|0019|89|SWG|SS|1
SIEMENS MED NM|0019|8A|R-R Interval msec|SL|1
SIEMENS MED NM|0019|8D|Total Counts in Acquisition|SL|1
SIEMENS MED NM|0019|8E|Rejection Type|SL|1
SIEMENS MED NM|0019|91|Phase Total Counts|FL|1
SIEMENS MED NM|0019|92|Phase Pause msec|SL|1
SIEMENS MED NM|0019|93|Phase Start msec|SL|1
SIEMENS MED NM|0019|94|Window Center Method 0 Avg 1 Peak|SS|1
SIEMENS MED NM|0019|95|Number of Beats to Average|SS|1
SIEMENS MED NM|0019|96|Histogram Bin Interval msec|FL|1
SIEMENS MED NM|0019|97|Counts in Peak Bin|SS|1
SIEMENS MED NM|0019|A0|VPDs Detected|SS|1
SIEMENS MED NM|0019|A1|Number of Phases|SS|1
SIEMENS MED NM|0019|A2|Requested Frame Duration msec|SL|1
SIEMENS MED NM|0019|A3|Frames per Phase|SL|1
SIEMENS MED NM|0019|A4|Frame Pause msec|SL|1
SIEMENS MED NM|0019|A5|Number of repeats per phase|SS|1-n
SIEMENS MED NM|0019|A6|Cycles per repeat|SS|1-n
SIEMENS MED NM|0019|A7|Repeat start time|SL|1-n
SIEMENS MED NM|0019|A8|Repeat stop time|SL|1-n
SIEMENS MED NM|0019|A9|Effective repeat time|SL|1-n
SIEMENS MED NM|0019|AA|Acquired cycles per repeat|SS|1-n
SIEMENS MED NM|0019|C0|Head Tilt degrees|FL|1
SIEMENS MED NM|0019|C1|Uniformity Correction Flag|SS|1
SIEMENS MED NM|0019|C2|Overflow Flag|SS|1
SIEMENS MED NM|0019|F0|Pixel Dimensions|FL|1
SIEMENS MED NM|001F|50|Location RET|DS|1
SIEMENS MED NM|0021|00|ECAT File Menu Header|OB|1
SIEMENS MED NM|0021|01|ECAT File Subheader|OB|1
SIEMENS MED NM|0031|01|Camera Name|LO|1
SIEMENS MED NM|0031|02|Unknown Element 0031 02|SS|1
SIEMENS MED NM|0031|03|External Zoom|FL|1
SIEMENS MED NM|0031|04|CCD Energy Level|FL|1
SIEMENS MED NM|0031|05|CCD Window Width|SS|1
SIEMENS MED NM|0031|06|CCD Window Offset|FL|1
SIEMENS MED NM|0031|07|CCD Peaking Mode|SS|1
SIEMENS MED NM|0031|08|CCD Autopeak Function|LO|1
SIEMENS MED NM|0031|09|CCD Count Rate Mode|SS|1
SIEMENS MED NM|0031|0A|Analog Output Device|SS|1
SIEMENS MED NM|0031|0B|Communication Type|SS|1
SIEMENS MED NM|0031|0C|Control Unit 1 ICON 2 DOT 3 ScintiView|SS|1
SIEMENS MED NM|0031|0D|WAM Mode|SS|1
SIEMENS MED NM|0031|0E|Event Control Mode|SS|1
SIEMENS MED NM|0031|0F|Zoom X Offset 0.1 mm|FL|1
SIEMENS MED NM|0031|10|Zoom Y Offset 0.1 mm|FL|1
SIEMENS MED NM|0031|11|Gantry Zero Position|SS|1
SIEMENS MED NM|0033|00|Flood correction Matrix Det 1 up to SR 2.0|FL|1-n
SIEMENS MED NM|0033|01|Flood correction Matrix Det 2 up to SR 2.0|FL|1-n
SIEMENS MED NM|0033|10|COR Data for Detector 1|FL|1-n
SIEMENS MED NM|0033|11|COR Data for Detector 2|FL|1-n
SIEMENS MED NM|0033|14|MHR ( Y-Shift) data for detector 1|FL|1
SIEMENS MED NM|0033|15|MHR ( Y-Shift) data for detector 2|FL|1
SIEMENS MED NM|0033|18|NCO Data for detector 1|FL|1-n
SIEMENS MED NM|0033|19|NCO Data for detector 2|FL|1-n
SIEMENS MED NM|0033|20|Bed correction angle|FL|1
SIEMENS MED NM|0033|21|Gantry correction angle|FL|1
SIEMENS MED NM|0033|22|Bed U/D correction data|SS|1-n
SIEMENS MED NM|0033|24|Backprojection angle head 1|FL|1
SIEMENS MED NM|0033|25|Backprojection angle head 2|FL|1
SIEMENS MED NM|0033|28|Number of point sources used for NCO and MHR|SL|1
SIEMENS MED NM|0033|29|Crystal thickness|FL|1
SIEMENS MED NM|0033|30|Preset name used for acquisition|LO|1
SIEMENS MED NM|0033|31|Camera config angle|FL|1
SIEMENS MED NM|0033|32|Crystal type Startburst or not|LO|1
SIEMENS MED NM|0033|33|Gantry step for COIN acquisitions|SL|1
SIEMENS MED NM|0033|34|Bed step for wholebody or Coin acquisitions|FL|1
SIEMENS MED NM|0033|35|Weight factor table for coincidence acquisitions|FL|1
SIEMENS MED NM|0033|36|Transaxial acceptance width for coincidence|FL|1
SIEMENS MED NM|0033|37|Starburst flags|SL|1
SIEMENS MED NM|0033|38|Pixel scale factor|FL|1
SIEMENS MED NM|0035|00|Specialized tomo type|LO|1
SIEMENS MED NM|0035|01|Energy window type|LO|1
SIEMENS MED NM|0035|02|Start and end row illuminated by wind position|SS|1
SIEMENS MED NM|0035|03|Blank scan image for profile|LO|1
SIEMENS MED NM|0035|04|Repeat number of the original dynamic SPECT|SS|1
SIEMENS MED NM|0035|05|Phase number of the original dynamic SPECT|SS|1
SIEMENS MED NM|0037|00|Flood correction matrix Detector 1|OW|1
SIEMENS MED NM|0037|80|Flood correction matrix Detector 2|OW|1
SIEMENS MED NM|0039|00|Toshiba CBF activity results|LT|1
SIEMENS MED NM|0041|21|Text Relating to Data Object|LO|1
SIEMENS MED NM|0041|30|Folder Creation Date|DA|1
SIEMENS MED NM|0041|32|Folder Creation Time|TM|1
SIEMENS MED NM|0041|34|Folder Modification Date|DA|1
SIEMENS MED NM|0041|36|Folder Modification Time|TM|1
SIEMENS MED NM|0041|40|Folder Owner Name|LO|1
SIEMENS MED NM|0041|50|Folder Status|SS|1
SIEMENS MED NM|0041|70|Number of Images in Folder|SL|1
SIEMENS MED NM|0041|71|Number of Non-Image Objects|SL|1
SIEMENS MED NM|0051|10|Number of Windows|SS|1
SIEMENS MED NM|0051|11|Average Heart Rate BPM|SS|1
SIEMENS MED NM|0051|12|Accepted Beats in Window|SS|1
SIEMENS MED NM|0051|13|Average R-R Interval msec|SS|1
SIEMENS MED NM|0051|14|Window Width %|SS|1
SIEMENS MED NM|0051|15|Hottest Pixel in Window|SL|1
SIEMENS MED NM|0051|18|Total Counts in Window|SL|1
SIEMENS MED NM|0053|01|Terminate on Pixel Overflow Flag 1 Terminate|SS|1
SIEMENS MED NM|0053|02|Terminate on List Buffer Overflow Flag|SS|1
SIEMENS MED NM|0053|03|First Frame by Counts|SS|1
SIEMENS MED NM|0053|10|Elapsed Time Start Condition 0 None 1 Any 2 All|SS|1
SIEMENS MED NM|0053|11|Elapsed Time Start msec|SL|1
SIEMENS MED NM|0053|12|Count Rate Start Condition 0 None 1 Any 2 All|SS|1
SIEMENS MED NM|0053|13|Count Rate Start|SL|1
SIEMENS MED NM|0053|14|Start Heart Beat Count Condition 0 None 1 Any 2|SS|1
SIEMENS MED NM|0053|15|Start Heart Beat Count|SL|1
SIEMENS MED NM|0053|16|Start Heart Rate Threshold Condition|SS|1
SIEMENS MED NM|0053|17|Start Heart Rate Increasing Flag|SS|1
SIEMENS MED NM|0053|18|Start Heart Rate|SL|1
SIEMENS MED NM|0053|19|Manual Stop Flag 0 No 1 Yes|SL|1
SIEMENS MED NM|0053|1A|Elapsed Time Stop Condition 0 None 1 Any 2 All|SS|1
SIEMENS MED NM|0053|1B|Elapsed Time Stop|SL|1
SIEMENS MED NM|0053|1C|Stop Heart Beat Count Condition 0 None 1 Any 2 A|SS|1
SIEMENS MED NM|0053|1D|Stop Heart Beat Count|SL|1
SIEMENS MED NM|0053|30|Info Density Stop Condition|SS|1
SIEMENS MED NM|0053|31|Info Density Stop Scaler|SS|1
SIEMENS MED NM|0053|32|Info Density Stop Region|SS|1
SIEMENS MED NM|0053|33|Info Density Stop Count|SL|1
SIEMENS MED NM|0053|40|Stop Condition Status 0 None 1 Any 2 All|SS|1
SIEMENS MED NM|0053|41|Stop Count|SL|1
SIEMENS MED NM|0053|42|Stop Count Condition Status 0 None 1 Any 2 All|SS|1
SIEMENS MED NM|0053|43|Stop Time|SL|1
SIEMENS MED NM|0053|44|Stop Time Condition Status 0 None 1 Any 2 All|SS|1
SIEMENS MED NM|0055|02|Unknown 55-02|SS|1
SIEMENS MED NM|0055|04|Prompt window width|SS|1
SIEMENS MED NM|0055|05|Random window width|SS|1
SIEMENS MED NM|0055|20|Flood Corr. Flag 1 Corr|SS|1
SIEMENS MED NM|0055|21|Flood Acquisition Date|DS|1
SIEMENS MED NM|0055|30|COR Corr. Flag 1 Corr|SS|1
SIEMENS MED NM|0055|31|COR Acquisition Date|DA|1
SIEMENS MED NM|0055|38|COR Data|OW|1
SIEMENS MED NM|0055|40|Noncircular Orbit Flag 1 NCO|SS|1
SIEMENS MED NM|0055|48|NCO Values|FL|1
SIEMENS MED NM|0055|50|Prone Flag 0 Supine 1 Prone|SS|1
SIEMENS MED NM|0055|51|Orbit 0 Circular 1 Elliptical|SS|1
SIEMENS MED NM|0055|52|Total Rotation in Degrees|SS|1
SIEMENS MED NM|0055|53|Zero Location (T=Top B=Bottom)|CS|1
SIEMENS MED NM|0055|54|Angular Step|FL|1
SIEMENS MED NM|0055|55|Start Angle|FL|1
SIEMENS MED NM|0055|56|Decay Corr. Flag 1 Corr|SS|1
SIEMENS MED NM|0055|57|Scatter Corr. Flag 1 Corr|SS|1
SIEMENS MED NM|0055|58|Radial Map Info in 0.1 mm Inc.|FL|1
SIEMENS MED NM|0055|59|Direction H HeadIn F FeetIn|CS|1
SIEMENS MED NM|0055|5A|Table Traverse cm|FL|1
SIEMENS MED NM|0055|5B|Multiplexor Flag 1 Multiplexed|SS|1
SIEMENS MED NM|0055|5C|Pixel Acquisition Date|DS|1
SIEMENS MED NM|0055|5D|Angle Type 1 360o 2 128 Steps|SS|1
SIEMENS MED NM|0055|5E|Orbit Definition|SL|1
SIEMENS MED NM|0055|5F|Arm Length in cm|FL|1
SIEMENS MED NM|0055|60|Auto Window Beats|SS|1
SIEMENS MED NM|0055|61|Non-gated File Extension|SS|1
SIEMENS MED NM|0055|64|TIC Error Values|SS|1
SIEMENS MED NM|0055|65|X1|SS|1
SIEMENS MED NM|0055|66|Y1|SS|1
SIEMENS MED NM|0055|67|X2|SS|1
SIEMENS MED NM|0055|68|Y2|SS|1
SIEMENS MED NM|0055|69|X3|SS|1
SIEMENS MED NM|0055|6A|Y3|SS|1
SIEMENS MED NM|0055|6B|X4|SS|1
SIEMENS MED NM|0055|6C|Y4|SS|1
SIEMENS MED NM|0055|6D|Pixel Size Flag 1 Valid Size|SS|1
SIEMENS MED NM|0055|70|X Focal Length|FL|1
SIEMENS MED NM|0055|71|Y Focal Length|FL|1
SIEMENS MED NM|0055|72|X Gains|FL|1
SIEMENS MED NM|0055|73|Y Gains|FL|1
SIEMENS MED NM|0055|74|X Offset|FL|1
SIEMENS MED NM|0055|75|Y Offset|FL|1
SIEMENS MED NM|0055|76|X Principal Ray|FL|1
SIEMENS MED NM|0055|77|Y Principal Ray|FL|1
SIEMENS MED NM|0055|78|Total Flood Counts|FL|1
SIEMENS MED NM|0055|7E|Collimator thickness|FL|1-n
SIEMENS MED NM|0055|7F|Collimator angular resolution|FL|1-n
SIEMENS MED NM|0055|80|File Altered Flag 1 Altered|SS|1
SIEMENS MED NM|0055|81|Raw Data Extension|SS|1
SIEMENS MED NM|0055|82|Sagittal Extension|SS|1
SIEMENS MED NM|0055|83|Coronal Extension|SS|1
SIEMENS MED NM|0055|84|Transverse Extension|SS|1
SIEMENS MED NM|0055|85|Volume Rendered Extension|SS|1
SIEMENS MED NM|0055|86|Plane of Transverse Bottom Slice|SL|1
SIEMENS MED NM|0055|87|Plane of Transverse Top Slice|SL|1
SIEMENS MED NM|0055|88|Slice Step in Pixels|SL|1
SIEMENS MED NM|0055|8A|Y-Axis Smooth Slice Weights|SL|1
SIEMENS MED NM|0055|8B|Number of Transverse Slices|SL|1
SIEMENS MED NM|0055|8C|Attenuation Flag 1 Chang 2 Sorenson|SS|1
SIEMENS MED NM|0055|8D|Sagittal Right Limit|SS|1
SIEMENS MED NM|0055|8E|Sagittal Left Limit|SS|1
SIEMENS MED NM|0055|8F|Coronal Posterior Limit|SS|1
SIEMENS MED NM|0055|90|Coronal Anterior Limit|SS|1
SIEMENS MED NM|0055|91|Isotope Used in Reconstruction|SS|1
SIEMENS MED NM|0055|93|Filter Cutoff Frequency|FL|1
SIEMENS MED NM|0055|94|Filter Alpha Coefficient|FL|1
SIEMENS MED NM|0055|95|Filter Order|FL|1
SIEMENS MED NM|0055|96|Attenuation Coefficient|FL|1
SIEMENS MED NM|0055|97|Percent Ray|SS|1
SIEMENS MED NM|0055|98|Astigmatic Collimator 1 Neuro 2 Cardiac|SS|1
SIEMENS MED NM|0055|99|XP0|SS|1
SIEMENS MED NM|0055|9A|ZP0|SS|1
SIEMENS MED NM|0055|9B|XP1|SS|1
SIEMENS MED NM|0055|9C|ZP1|SS|1
SIEMENS MED NM|0055|9D|Rotation Matrix|FL|1
SIEMENS MED NM|0055|9E|X0|FL|1
SIEMENS MED NM|0055|9F|X1|FL|1
SIEMENS MED NM|0055|A0|Y0|FL|1
SIEMENS MED NM|0055|A1|Y1|FL|1
SIEMENS MED NM|0055|A2|Z0|FL|1
SIEMENS MED NM|0055|A3|Z1|FL|1
SIEMENS MED NM|0055|A4|Transverse Scale|SS|1
SIEMENS MED NM|0055|A5|Pixel Size X Direction mm|FL|1
SIEMENS MED NM|0055|A6|Pixel Size Y Direction mm|FL|1
SIEMENS MED NM|0055|A7|Regions File Extension|SS|1
SIEMENS MED NM|0055|A8|Gated SPECT Bins Reconstructed|SS|1
SIEMENS MED NM|0055|A9|Vertical Oblique Image|SS|1
SIEMENS MED NM|0055|B0|Oblique Region First Slice|SS|1
SIEMENS MED NM|0055|B1|Oblique Region Last Slice|SS|1
SIEMENS MED NM|0057|01|e.soft DICOM original image type|LO|1
SIEMENS MED NM|0057|02|Dose calibration factor|FL|1
SIEMENS MED NM|0057|03|Units|LO|1
SIEMENS MED NM|0057|04|Decay correction|LO|1
SIEMENS MED NM|0057|05|Radio nuclide half life|SL|1-n
SIEMENS MED NM|0057|06|Rescale intercept|FL|1
SIEMENS MED NM|0057|07|Rescale Slope|FL|1
SIEMENS MED NM|0057|08|Frame reference time|FL|1
SIEMENS MED NM|0057|09|Number of Radiopharmaceutical information seq|SL|1
SIEMENS MED NM|0057|0A|Decay factor|FL|1
SIEMENS MED NM|0057|0B|Counts source|LO|1
SIEMENS MED NM|0057|0C|Radio Nuclide positron fraction|SL|1-n
SIEMENS MED NM|0057|10|Low Count|SS|1
SIEMENS MED NM|0057|20|Vertical Oblique Image|SS|1
SIEMENS MED NM|5001|02|Number of Points|SL|1
SIEMENS MED NM|5001|03|Minimal Value on X-Axis|FL|1
SIEMENS MED NM|5001|04|Maximal Value on X-Axis|FL|1
SIEMENS MED NM|5001|05|Minimal Value on Y-Axis|FL|1
SIEMENS MED NM|5001|06|Maximal Value on Y-Axis|FL|1
SIEMENS MED NM|5001|07|Curve Name|LO|1
SIEMENS MED NM|5001|08|Curve Function Label|LO|1
SIEMENS MED NM|5001|09|X Axis Label|SH|1
SIEMENS MED NM|5001|0A|Y Axis Label|SH|1
SIEMENS MED NM|5001|0B|Curve Data|OW|1
SIEMENS MED NM|7FE1|10|Compressed Pixel Data|OW|1
SIEMENS MED NM|7FE3|00|Length of Group 0x7FE3|UL|1
SIEMENS MED NM|7FE3|14|Lowest Pixel Value in THIS Frame|SL|1
SIEMENS MED NM|7FE3|15|Highest Pixel Value in THIS Frame|SL|1
SIEMENS MED NM|7FE3|16|Total Counts in THIS Frame|SL|1
SIEMENS MED NM|7FE3|17|Duration of THIS Frame msec|SL|1
SIEMENS MED NM|7FE3|18|Frame Angle|FL|1
SIEMENS MED NM|7FE3|19|Frame Name|LO|1
SIEMENS MED NM|7FE3|1A|View Number|FL|1
SIEMENS MED NM|7FE3|1B|Pixel Overflow Flag 1 Pixel Overflow|SS|1
SIEMENS MED NM|7FE3|1C|Buffer Overflow Flag 1 Buffer Overflow|SS|1
SIEMENS MED NM|7FE3|1E|Start Time of THIS Frame From Start of Study|SL|1
SIEMENS MED NM|7FE3|1F|ROI Maximum Pixel Value|SL|1
SIEMENS MED NM|7FE3|20|ROI Average Pixel Value|SL|1
SIEMENS MED NM|7FE3|21|ROI Total Counts|SL|1
SIEMENS MED NM|7FE3|22|ROI Total Pixels|SL|1
SIEMENS MED NM|7FE3|23|ROI Center Coordinates|SL|1
SIEMENS MED NM|7FE3|24|ROI Name|LO|1
SIEMENS MED NM|7FE3|25|ROI Data|SS|1
SIEMENS MED OCS ACKNOWLEDGE FLAG|0039|81|Acknowledge Flag|IS|1
SIEMENS MED OCS AE TITLE|0039|79|AE Title|CS|1
SIEMENS MED OCS CALIBRATION DATE|0039|81|Calibration Date|CS|1
SIEMENS MED OCS CBT ARC INCREMENT|0039|84|Arc Increment|IS|1-n
SIEMENS MED OCS CBT ENDING GANTRY ANGLE|0039|83|Ending Projection Angle|DS|1-n
SIEMENS MED OCS CBT MISSING PROJECTION FRAMES|0039|91|Missing Projection Frames|IS|1-n
SIEMENS MED OCS CBT PATIENT_ORIENTATION|0039|93|Patient Orientation|CS|1
SIEMENS MED OCS CBT PROJECTION GANTRY POSITIONS|0039|86|Gantry Positions|DS|1-n
SIEMENS MED OCS CBT RECON FILTER TYPE|0039|90|Reconstruction Filter Type|IS|1
SIEMENS MED OCS CBT RECON NUM OF SLICES|0039|89|Number of Reconstruction Slices|IS|1
SIEMENS MED OCS CBT RECON SLICE HEIGHT|0039|88|Reconstruction Slice Height|IS|1
SIEMENS MED OCS CBT RECON SLICE WIDTH|0039|87|Reconstruction Slice Width|IS|1
SIEMENS MED OCS CBT ROTATION DIRECTION|0039|85|Gantry Rotation Direction|CS|1-n
SIEMENS MED OCS CBT STARTING GANTRY ANGLE|0039|82|Starting Projection Angle|DS|1-n
SIEMENS MED OCS CBT TOTAL_MU|0039|96|Total MU delivered during Cone Beam|DS|1
SIEMENS MED OCS COMMON EDGE|0039|83|Common Edge|IS|1
SIEMENS MED OCS FIELD ID|0039|80|Field ID|CS|1
SIEMENS MED OCS FIELD NAME|0039|79|Field Name|CS|1
SIEMENS MED OCS FP Alignment Calibration Date / Time|0039|95|Flat Panel Alignment last calibration Date and Time|DT|1
SIEMENS MED OCS I0 MU SCALE FACTOR|0039|97|I0-MU Scale Factor|IS|1
SIEMENS MED OCS ICC MATRIX|0039|82|Image Center in Image Coordinates|DS|2
SIEMENS MED OCS NUMBER OF FRAMES|0039|76|Number of Frames|IS|1
SIEMENS MED OCS NUMBER OF SUB FRAMES|0039|77|Number of Sub-Frames|IS|1
SIEMENS MED OCS PI ALIGNMENT IMAGE|0039|94|Alignment Offset Valid Flag|IS|1
SIEMENS MED OCS PI VALID PIXEL MAP|0039|92|Valid Pixel Map Flag|IS|1
SIEMENS MED OCS REFERENCE IMAGE|0039|76|Reference Image|UI|1
SIEMENS MED OCS REFERENCE LOCKED|0039|88|Locked Flag|IS|1
SIEMENS MED OCS SC IMG PIX SPC|0039|87|Non-RT Image Pixel Spacing|DS|2
SIEMENS MED OCS SC IMG SAD|0039|86|Non-RT Image SAD|DS|1
SIEMENS MED OCS SC IMG SID|0039|85|Non-RT Image SID|DS|1
SIEMENS MED OCS SCALED IMG PIX SPC|0039|84|Scaled Image Pixel Spacing|DS|2
SIEMENS MED OCS SITE NAME|0039|78|Site Name|CS|1
SIEMENS MED OCS TABLE LATERAL POSITION|0039|98|Lateral Table Position|DS|1
SIEMENS MED OCS TABLE LONGITUDINAL POSITION|0039|99|Longitudinal Table Position|DS|1
SIEMENS MED OCS TABLE OFFSET|0039|78|Offset|DS|3
SIEMENS MED OCS TABLE VERTICAL POSITION|0039|75|vertical Table Position|DS|1
SIEMENS MED OCS TRANS MATRIX|0039|80|Transformation Matrix|DS|5
SIEMENS MED SMS USG ANTARES|0019|00|Private Creator Version|SH|1
SIEMENS MED SMS USG ANTARES|0019|03|Frame Rate|UN|1
SIEMENS MED SMS USG ANTARES|0019|0C|Burned in Graphics|US|1
SIEMENS MED SMS USG ANTARES|0019|0D|SieClear Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|20|B-Mode Submode|UN|1
SIEMENS MED SMS USG ANTARES|0019|21|B-Mode Dynamic Range|UN|1
SIEMENS MED SMS USG ANTARES|0019|22|B-Mode Overall Gain|UN|1
SIEMENS MED SMS USG ANTARES|0019|23|B-Mode Res/Speed Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|24|B-Mode Edge Enhance Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|25|B-Mode Persistence Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|26|B-Mode Map Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|27|???|US|1
SIEMENS MED SMS USG ANTARES|0019|28|???|US|1
SIEMENS MED SMS USG ANTARES|0019|29|???|US|1
SIEMENS MED SMS USG ANTARES|0019|2A|B-Mode Tint Type|US|1
SIEMENS MED SMS USG ANTARES|0019|2D|B-Mode Tint Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|2E|ClarifyVE Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|3A|Image Flag|UN|1
SIEMENS MED SMS USG ANTARES|0019|40|Color Flow state|UN|1
SIEMENS MED SMS USG ANTARES|0019|41|Color Flow Wall Filter Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|42|Color Flow Submode|UN|1
SIEMENS MED SMS USG ANTARES|0019|43|Color Flow Overall Gain|UN|1
SIEMENS MED SMS USG ANTARES|0019|44|Color Flow Res/Speed Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|46|Color Flow Smooth Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|47|Color Flow Persistence Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|48|Color Flow Map Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|49|Color Flow Priority Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|54|Color Flow Maximum Velocity|UN|1
SIEMENS MED SMS USG ANTARES|0019|60|Doppler Dynamic Range|UN|1
SIEMENS MED SMS USG ANTARES|0019|61|Doppler Overall Gain|UN|1
SIEMENS MED SMS USG ANTARES|0019|62|Doppler Wall Filter|UN|1
SIEMENS MED SMS USG ANTARES|0019|63|Doppler Gate Size|UN|1
SIEMENS MED SMS USG ANTARES|0019|65|Doppler Map Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|66|Doppler Submode|UN|1
SIEMENS MED SMS USG ANTARES|0019|69|Doppler Time/Freq Res Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|6A|Doppler Trace Inverted|US|1
SIEMENS MED SMS USG ANTARES|0019|6C|Doppler Tint Type|US|1
SIEMENS MED SMS USG ANTARES|0019|72|Doppler Tint Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|80|M-Mode Dynamic Range|UN|1
SIEMENS MED SMS USG ANTARES|0019|81|M-Mode Overall Gain|UN|1
SIEMENS MED SMS USG ANTARES|0019|82|M-Mode Edge Enhance Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|83|M-Mode Map Index|UN|1
SIEMENS MED SMS USG ANTARES|0019|86|M-Mode Tint Type|UN|1
SIEMENS MED SMS USG ANTARES|0019|87|M-Mode Submode|UN|1
SIEMENS MED SMS USG ANTARES|0019|88|M-Mode Tint Index|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|00|Release Version|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|03|VolumeAcquisitionDuration|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|04|VolumeRawDataType|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|05|ScanType|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|06|ZlateralMin|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|07|ZlateralSpan|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|08|ZRadiusOfCurvature|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|09|WobbleCorrection|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|10|ScaleAlongWidth|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|11|ScaleAlongHeight|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|12|ScaleAlongDepth|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|13|BufferSize|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|14|AcquisitionRate|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|15|DepthMinCm|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|16|IsLeftRightFlippedEn|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|17|IsUpDownFlippedEn|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|18|IsVolumeGeomAccurate|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|19|BByteMaskOffset|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|20|BByteMaskSize|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|21|DepthMaxCm|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|22|AcqPlaneRotationDeg|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|23|BeamAxialSpan|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|24|BeamLateralMin|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|25|BeamLateralSpan|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|26|BeamAxialMin|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|27|NumDisplaySamples|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|28|DVolumeWidth|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|29|DVolumeDepth|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|30|DVolumeHeight|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|31|DVolumePosX|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|32|DVolumePosY|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|33|DVolumePosZ|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|34|DBeamAxialMin|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|35|DBeamAxialSpan|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|36|DBeamLateralMin|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|37|DBeamLateralSpan|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|38|NumOfVolumesInSequence|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|39|DByteMaskOffset|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|40|DByteMaskSize|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|50|PrivateCreatorVersionOfBookmark|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|51|BCutPlaneEnable|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|52|BMprColorMapIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|53|BMprDynamicRangeDb|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|54|BMprGrayMapIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|55|BVolumeRenderMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|56|BVrBrightness|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|57|BVrContrast|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|58|BVrColorMapIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|59|BVrDynamicRangeDb|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|5A|BVrGrayMapIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|5B|BVrOpacity|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|5C|BVrThresholdHigh|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|5D|BVrThresholdLow|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|5E|BPreProcessFilterMix|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|5F|CCutPlaneEnable|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|60|CFrontClipMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|61|CMprColorMapIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|62|CMprColorFlowPriorityIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|63|CVolumeRenderMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|64|CVrColorMapIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|65|CVrColorFlowPriorityIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|66|CVrOpacity|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|67|CVrThresholdHigh|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|68|CVrThresholdLow|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|69|VoiMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|6A|VoiRotationOffsetDeg|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|6B|VoiSizeRatioX|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|6C|VoiSizeRatioY|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|6D|VoiSizeRatioZ|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|6E|VoiSyncPlane|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|6F|VoiViewMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|70|VrOrientationA|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|71|MprOrientationA|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|72|VrOffsetVector|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|73|BlendingRatio|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|74|FusionBlendMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|75|QualityFactor|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|76|RendererType|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|77|SliceMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|78|ActiveQuad|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|79|ScreenMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|7A|CutPlaneSide|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|7B|WireframeMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|7C|CrossmarkMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|7D|MprDisplayType|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|7E|VolumeDisplayType|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|7F|LastReset|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|80|LastNonFullScreenMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|81|MprToolIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|82|VoiToolIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|83|ToolLoopMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|84|VolumeArbMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|85|MprZoomEn|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|86|IsVolumeZoomEn|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|87|ZoomLevelMpr|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|88|ZoomLevelVolume|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|89|IsAutoRotateEn|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|8A|AutoRotateAxis|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|8B|AutoRotateRangeIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|8C|AutoRotateSpeedIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|8D|CVrBrightness|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|8E|CFlowStateIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|8F|BSubmodeIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|90|CSubmodeIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|91|DICOMAttrNameCutPlane|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|92|BookmarkChunkId|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|93|SequenceMinChunkId|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|94|SequenceMaxChunkId|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|95|VolumeRateHz|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|9A|VoiPositionOffsetX|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|9B|VoiPositionOffsetY|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|9C|VoiPositionOffsetZ|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|9D|VrToolIndex|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|9E|ShadingPercent|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|9F|VolumeType|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|A0|DICOMAttrNameVrQuadDisplayType|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|A1|DICOMAttrNameMprCenterLocation|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E0|DICOMAttrNameSliceRangeType|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E1|DICOMAttrNameSliceMPRPlane|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E2|DICOMAttrNameSliceLayout|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E3|DICOMAttrNameSliceSpacing|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E4|DICOMAttrNameThinVrMode|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E5|DICOMAttrNameThinVrThickness|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E6|DICOMAttrNameVoiPivotX|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E7|DICOMAttrNameVoiPivotY|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E8|DICOMAttrNameVoiPivotZ|UN|1
SIEMENS MED SMS USG ANTARES 3D VOLUME|0039|E9|DICOMAttrNameCTopVoiQuad|UN|1
SIEMENS MED SMS USG S2000|0019|00|Private Creator Version|UN|1
SIEMENS MED SMS USG S2000|0019|03|Frame Rate|FD|1
SIEMENS MED SMS USG S2000|0019|0C|Burned in Graphics|US|1
SIEMENS MED SMS USG S2000|0019|0D|SieClear Index|SH|1
SIEMENS MED SMS USG S2000|0019|20|B-Mode Submode|SH|1
SIEMENS MED SMS USG S2000|0019|21|B-Mode Dynamic Range|FD|1
SIEMENS MED SMS USG S2000|0019|22|B-Mode Overall Gain|FD|1
SIEMENS MED SMS USG S2000|0019|23|B-Mode Res/Speed Index|US|1
SIEMENS MED SMS USG S2000|0019|24|B-Mode Edge Enhance Index|US|1
SIEMENS MED SMS USG S2000|0019|25|B-Mode Persistence Index|US|1
SIEMENS MED SMS USG S2000|0019|26|B-Mode Map Index|US|1
SIEMENS MED SMS USG S2000|0019|27|??|US|1
SIEMENS MED SMS USG S2000|0019|28|??|US|1
SIEMENS MED SMS USG S2000|0019|29|??|US|1
SIEMENS MED SMS USG S2000|0019|2A|B-Mode Tint Type|US|1
SIEMENS MED SMS USG S2000|0019|2D|B-Mode Tint Index|US|1
SIEMENS MED SMS USG S2000|0019|2E|ClarifyVE Index|SH|1
SIEMENS MED SMS USG S2000|0019|3A|Image Flag|UN|1
SIEMENS MED SMS USG S2000|0019|3B|IPDA/MDA Data|LT|1
SIEMENS MED SMS USG S2000|0019|3C|Thumbnail Data|UT|1
SIEMENS MED SMS USG S2000|0019|40|Color Flow state|UN|1
SIEMENS MED SMS USG S2000|0019|41|Color Flow Wall Filter Index|UN|1
SIEMENS MED SMS USG S2000|0019|42|Color Flow Submode|UN|1
SIEMENS MED SMS USG S2000|0019|43|Color Flow Overall Gain|UN|1
SIEMENS MED SMS USG S2000|0019|44|Color Flow Res/Speed Index|UN|1
SIEMENS MED SMS USG S2000|0019|46|Color Flow Smooth Index|UN|1
SIEMENS MED SMS USG S2000|0019|47|Color Flow Persistence Index|UN|1
SIEMENS MED SMS USG S2000|0019|48|Color Flow Map Index|UN|1
SIEMENS MED SMS USG S2000|0019|49|Color Flow Priority Index|UN|1
SIEMENS MED SMS USG S2000|0019|54|Color Flow Maximum Velocity|UN|1
SIEMENS MED SMS USG S2000|0019|60|Doppler Dynamic Range|UN|1
SIEMENS MED SMS USG S2000|0019|61|Doppler Overall Gain|UN|1
SIEMENS MED SMS USG S2000|0019|62|S2000 Private Doppler Wall Filter|UN|1
SIEMENS MED SMS USG S2000|0019|63|Attributes Doppler Gate Size|UN|1
SIEMENS MED SMS USG S2000|0019|65|Doppler Map Index|UN|1
SIEMENS MED SMS USG S2000|0019|66|Doppler Submode|UN|1
SIEMENS MED SMS USG S2000|0019|69|Doppler Time/Freq Res Index|UN|1
SIEMENS MED SMS USG S2000|0019|6A|Doppler Trace Inverted|UN|1
SIEMENS MED SMS USG S2000|0019|6C|Doppler Tint Type|UN|1
SIEMENS MED SMS USG S2000|0019|72|Doppler Tint Index|UN|1
SIEMENS MED SMS USG S2000|0019|80|M-Mode Dynamic Range|UN|1
SIEMENS MED SMS USG S2000|0019|81|M-Mode Overall Gain|UN|1
SIEMENS MED SMS USG S2000|0019|82|M-Mode Edge Enhance Index|UN|1
SIEMENS MED SMS USG S2000|0019|83|M-Mode Map Index|UN|1
SIEMENS MED SMS USG S2000|0019|86|M-Mode Tint Type|UN|1
SIEMENS MED SMS USG S2000|0019|87|M-Mode Submode|UN|1
SIEMENS MED SMS USG S2000|0019|88|M-Mode Tint Index|UN|1
SIEMENS MED SP DXMG WH AWS 1|0041|02|Reason for the Requested Procedure|SH|1
SIEMENS MED SP DXMG WH AWS 1|0055|01|Projection View Display String|LO|1
SIEMENS MEDCOM HEADER|0029|08|MedCom Header Type|CS|1
SIEMENS MEDCOM HEADER|0029|09|MedCom Header Version|LO|1
SIEMENS MEDCOM HEADER|0029|10|MedCom Header Info|OB|1
SIEMENS MEDCOM HEADER|0029|20|MedCom History Information|OB|1
SIEMENS MEDCOM HEADER|0029|31|PMTF Information 1|LO|1
SIEMENS MEDCOM HEADER|0029|32|PMTF Information 2|UL|1
SIEMENS MEDCOM HEADER|0029|33|PMTF Information 3|UL|1
SIEMENS MEDCOM HEADER|0029|34|PMTF Information 4|CS|1
SIEMENS MEDCOM HEADER|0029|35|PMTF Information 5|UL|1
SIEMENS MEDCOM HEADER|0029|40|Application Header Sequence|SQ|1
SIEMENS MEDCOM HEADER|0029|41|Application Header Type|CS|1
SIEMENS MEDCOM HEADER|0029|42|Application Header ID|LO|1
SIEMENS MEDCOM HEADER|0029|43|Application Header Version|LO|1
SIEMENS MEDCOM HEADER|0029|44|Application Header Info|OB|1
SIEMENS MEDCOM HEADER|0029|50|Workflow Control Flags|LO|8
SIEMENS MEDCOM HEADER|0029|51|Arch. Management Flag Keep Online|CS|1
SIEMENS MEDCOM HEADER|0029|52|Arch. Mgmnt Flag Do Not Archive|CS|1
SIEMENS MEDCOM HEADER|0029|53|Image Location Status|CS|1
SIEMENS MEDCOM HEADER|0029|54|Estimated Retrieve Time|DS|1
SIEMENS MEDCOM HEADER|0029|55|Data Size of Retrieved Images|DS|1
SIEMENS MEDCOM HEADER|0029|70|Siemens Link Sequence|SQ|1
SIEMENS MEDCOM HEADER|0029|71|Referenced Tag|AT|1
SIEMENS MEDCOM HEADER|0029|72|Referenced Tag Type|CS|1
SIEMENS MEDCOM HEADER|0029|73|Referenced Value Length|UL|1
SIEMENS MEDCOM HEADER|0029|74|Referenced Object Device Type|CS|1
SIEMENS MEDCOM HEADER|0029|75|Referenced Object Device Location|OB|1
SIEMENS MEDCOM HEADER|0029|76|Referenced Object ID|OB|1
SIEMENS MEDCOM HEADER2|0029|60|Series Workflow Status|LO|1
SIEMENS MEDCOM OOG|0029|08|MedCom OOG Type|CS|1
SIEMENS MEDCOM OOG|0029|09|MedCom OOG Version|LO|1
SIEMENS MEDCOM OOG|0029|10|MedCom OOG Info|OB|1
SIEMENS MR HEADER|0019|08|CSA Image Header Type|CS|1
SIEMENS MR HEADER|0019|09|CSA Image Header Version ??|LO|1
SIEMENS MR HEADER|0019|0A|NumberOfImagesInMosaic|US|1
SIEMENS MR HEADER|0019|0B|SliceMeasurementDuration|DS|1
SIEMENS MR HEADER|0019|0C|B_value|IS|1
SIEMENS MR HEADER|0019|0D|DiffusionDirectionality|CS|1
SIEMENS MR HEADER|0019|0E|DiffusionGradientDirection|FD|3
SIEMENS MR HEADER|0019|0F|GradientMode|SH|1
SIEMENS MR HEADER|0019|11|FlowCompensation|SH|1
SIEMENS MR HEADER|0019|12|TablePositionOrigin|SL|3
SIEMENS MR HEADER|0019|13|ImaAbsTablePosition|SL|3
SIEMENS MR HEADER|0019|14|ImaRelTablePosition|IS|3
SIEMENS MR HEADER|0019|15|SlicePosition_PCS|FD|3
SIEMENS MR HEADER|0019|16|TimeAfterStart|DS|1
SIEMENS MR HEADER|0019|17|SliceResolution|DS|1
SIEMENS MR HEADER|0019|18|RealDwellTime|IS|1
SIEMENS MR HEADER|0019|23|FMRIStimulInfo|IS|1
SIEMENS MR HEADER|0019|25|RBMoCoTrans|FD|3
SIEMENS MR HEADER|0019|26|RBMoCoRot|FD|3
SIEMENS MR HEADER|0019|27|B_matrix|FD|6
SIEMENS MR HEADER|0019|28|BandwidthPerPixelPhaseEncode|FD|1
SIEMENS MR HEADER|0019|29|MosaicRefAcqTimes|FD|1
SIEMENS MR HEADER|0051|08|CSA Image Header Type|CS|1
SIEMENS MR HEADER|0051|09|CSA Image Header Version ??|LO|1
SIEMENS MR HEADER|0051|0B|AcquisitionMatrixText|SH|1
SIEMENS MR HEADER|0051|0F|CoilString|LO|1
SIEMENS MR HEADER|0051|11|PATModeText|LO|1
SIEMENS MR HEADER|0051|13|PositivePCSDirections|SH|1
SIEMENS MR VA0  COAD|0019|12|Magnetic Field Strength|DS|1
SIEMENS MR VA0  COAD|0019|14|ADC Voltage|DS|1
SIEMENS MR VA0  COAD|0019|16|ADC Offset|DS|1-n
SIEMENS MR VA0  COAD|0019|20|Transmitter Amplitude|DS|1
SIEMENS MR VA0  COAD|0019|21|Number of Transmitter Amplitudes|IS|1
SIEMENS MR VA0  COAD|0019|22|Transmitter Attenuator|DS|1
SIEMENS MR VA0  COAD|0019|24|Transmitter Calibration|DS|1
SIEMENS MR VA0  COAD|0019|26|Transmitter Reference|DS|1
SIEMENS MR VA0  COAD|0019|50|Receiver Total Gain|DS|1
SIEMENS MR VA0  COAD|0019|51|Receiver Amplifier Gain|DS|1
SIEMENS MR VA0  COAD|0019|52|Receiver Preamplifier Gain|DS|1
SIEMENS MR VA0  COAD|0019|54|Receiver Cable Attenuation|DS|1
SIEMENS MR VA0  COAD|0019|55|Receiver Reference Gain|DS|1
SIEMENS MR VA0  COAD|0019|56|Receiver Filter Frequency|IS|1
SIEMENS MR VA0  COAD|0019|60|Reconstruction Scale Factor|DS|1
SIEMENS MR VA0  COAD|0019|62|Reference Scale Factor|DS|1
SIEMENS MR VA0  COAD|0019|70|Phase Gradient Amplitude|DS|1
SIEMENS MR VA0  COAD|0019|71|Readout Gradient Amplitude|DS|1
SIEMENS MR VA0  COAD|0019|72|Selection Gradient Amplitude|DS|1
SIEMENS MR VA0  COAD|0019|80|Gradient Delay Time|DS|1-n
SIEMENS MR VA0  COAD|0019|82|Total Gradient Delay Time|DS|1
SIEMENS MR VA0  COAD|0019|90|Sensitivity Correction Label|LO|1
SIEMENS MR VA0  COAD|0019|91|Saturation Phase Encoding Vector Coronal Component|DS|1-5
SIEMENS MR VA0  COAD|0019|92|Saturation Readout Vector Coronal Component|DS|1-5
SIEMENS MR VA0  COAD|0019|A0|RF Watchdog Mask|IS|1
SIEMENS MR VA0  COAD|0019|A1|EPI Reconstruction Slope|DS|1
SIEMENS MR VA0  COAD|0019|A2|RF Power Error Indicator|DS|1
SIEMENS MR VA0  COAD|0019|A5|Specific Absorption Rate SAR|DS|1-n
SIEMENS MR VA0  COAD|0019|A6|Specific Energy Dose SED|DS|1-n
SIEMENS MR VA0  COAD|0019|B0|Adjustment Status Mask|UL|1
SIEMENS MR VA0  COAD|0019|C1|EPI Capacity|DS|1-n
SIEMENS MR VA0  COAD|0019|C2|EPI Inductance|DS|1-n
SIEMENS MR VA0  COAD|0019|C3|EPI Switch Configuration Code|IS|1-n
SIEMENS MR VA0  COAD|0019|C4|EPI Switch Hardware Code|IS|1-n
SIEMENS MR VA0  COAD|0019|C5|EPI Switch Delay Time|DS|1-n
SIEMENS MR VA0  COAD|0019|D1|Flow Sensitivity|DS|1
SIEMENS MR VA0  COAD|0019|D2|Calculation Submode|CS|1
SIEMENS MR VA0  COAD|0019|D3|Field of View Ratio|DS|1
SIEMENS MR VA0  COAD|0019|D4|Base Raw Matrix Size|IS|1
SIEMENS MR VA0  COAD|0019|D5|2D Phase Oversampling Lines|IS|1
SIEMENS MR VA0  COAD|0019|D6|3D Phase Oversampling Part|IS|1
SIEMENS MR VA0  COAD|0019|D7|Echo Line Position|IS|1
SIEMENS MR VA0  COAD|0019|D8|Echo Column Position|IS|1
SIEMENS MR VA0  COAD|0019|D9|Lines per Segment|IS|1
SIEMENS MR VA0  COAD|0019|DA|Phase Coding Direction|CS|1
SIEMENS MR VA0  GEN|0019|10|Total Measurement Time nominal|DS|1
SIEMENS MR VA0  GEN|0019|11|Total Measurement Time current|DS|1
SIEMENS MR VA0  GEN|0019|12|Start Delay Time|DS|1
SIEMENS MR VA0  GEN|0019|13|Dwell Time|DS|1
SIEMENS MR VA0  GEN|0019|14|Number of Phases|IS|1
SIEMENS MR VA0  GEN|0019|16|Sequence Control Mask|UL|1-n
SIEMENS MR VA0  GEN|0019|18|Measurement Status Mask|UL|1
SIEMENS MR VA0  GEN|0019|20|Number of Fourier Lines nominal|IS|1
SIEMENS MR VA0  GEN|0019|21|Number of Fourier Lines current|IS|1
SIEMENS MR VA0  GEN|0019|26|Number of Fourier Lines after Zero|IS|1
SIEMENS MR VA0  GEN|0019|28|First Measured Fourier Line|IS|1
SIEMENS MR VA0  GEN|0019|30|Acquisition Columns|IS|1
SIEMENS MR VA0  GEN|0019|31|Reconstruction Columns|IS|1
SIEMENS MR VA0  GEN|0019|40|AC Element Number|IS|1
SIEMENS MR VA0  GEN|0019|41|AC Element Select Mask|UL|1
SIEMENS MR VA0  GEN|0019|42|AC Element Data Mask|UL|1
SIEMENS MR VA0  GEN|0019|43|AC Element To ADC Connect|IS|1-n
SIEMENS MR VA0  GEN|0019|44|AC Element Noise Level|IS|1-n
SIEMENS MR VA0  GEN|0019|45|AC ADC Pair Number|IS|1
SIEMENS MR VA0  GEN|0019|46|AC Combination Mask|UL|1
SIEMENS MR VA0  GEN|0019|50|Number of Averages current|IS|1
SIEMENS MR VA0  GEN|0019|60|Flip Angle|DS|1
SIEMENS MR VA0  GEN|0019|70|Number of Prescans|IS|1
SIEMENS MR VA0  GEN|0019|81|Filter Type for Raw Data|CS|1
SIEMENS MR VA0  GEN|0019|82|Filter Parameter for Raw Data|DS|1-4
SIEMENS MR VA0  GEN|0019|83|Filter Type for Image Data|CS|1
SIEMENS MR VA0  GEN|0019|84|Filter Parameter for Image Data|DS|1-4
SIEMENS MR VA0  GEN|0019|85|Filter Type for Phase Correction|CS|1
SIEMENS MR VA0  GEN|0019|86|Filter Parameter for Phase Correction|DS|1-4
SIEMENS MR VA0  GEN|0019|87|Normalization Filter Type for Image Data|CS|1
SIEMENS MR VA0  GEN|0019|88|Normalization Filter Parameter for Image Data|DS|1-4
SIEMENS MR VA0  GEN|0019|90|Number of Saturation Regions|IS|1
SIEMENS MR VA0  GEN|0019|91|Saturation Phase Encoding Vector Sagittal Compo...|DS|1-5
SIEMENS MR VA0  GEN|0019|92|Saturation Readout Vector Sagittal Component|DS|1-5
SIEMENS MR VA0  GEN|0019|93|EPI Stimulation Monitor Mode|IS|1
SIEMENS MR VA0  GEN|0019|94|Image Rotation Angle|DS|1
SIEMENS MR VA0  GEN|0019|96|Coil ID Mask|UL|1-n
SIEMENS MR VA0  GEN|0019|97|Coil Class Mask|UL|1-n
SIEMENS MR VA0  GEN|0019|98|Coil Position|DS|1-n
SIEMENS MR VA0  GEN|0019|A0|EPI Reconstruction Phase|DS|1
SIEMENS MR VA0  GEN|0019|A1|EPI Reconstruction Slope|DS|1
SIEMENS MR VA0  GEN|0021|20|Phase Corrections Rows sequence|IS|1
SIEMENS MR VA0  GEN|0021|21|Phase Corrections Columns sequence|IS|1
SIEMENS MR VA0  GEN|0021|22|Phase Corrections Rows reconstruction|IS|1
SIEMENS MR VA0  GEN|0021|24|Phase Corrections Columns reconstruction|IS|1
SIEMENS MR VA0  GEN|0021|30|Number of 3D Raw Partitions nominal|IS|1
SIEMENS MR VA0  GEN|0021|31|Number of 3D Raw Partitions current|IS|1
SIEMENS MR VA0  GEN|0021|34|Number of 3D Image Partitions|IS|1
SIEMENS MR VA0  GEN|0021|36|Actual 3D Image Partition Number|IS|1
SIEMENS MR VA0  GEN|0021|39|Slab Thickness|DS|1
SIEMENS MR VA0  GEN|0021|40|Number of Slices nominal|IS|1
SIEMENS MR VA0  GEN|0021|41|Number of Slices current|IS|1
SIEMENS MR VA0  GEN|0021|42|Current Slice Number|IS|1
SIEMENS MR VA0  GEN|0021|43|Current Group Number|IS|1
SIEMENS MR VA0  GEN|0021|44|Current Slice Distance Factor|DS|1
SIEMENS MR VA0  GEN|0021|45|MIP Start Row|IS|1
SIEMENS MR VA0  GEN|0021|46|MIP Stop Row|IS|1
SIEMENS MR VA0  GEN|0021|47|MIP Start Column|IS|1
SIEMENS MR VA0  GEN|0021|48|MIP Stop Column|IS|1
SIEMENS MR VA0  GEN|0021|49|MIP Start Slice|IS|1
SIEMENS MR VA0  GEN|0021|4A|MIP Stop Slice|IS|1
SIEMENS MR VA0  GEN|0021|4F|Order of Slices|CS|1
SIEMENS MR VA0  GEN|0021|50|Signal Mask|UL|1
SIEMENS MR VA0  GEN|0021|52|Delay after Trigger|IS|1
SIEMENS MR VA0  GEN|0021|53|RRInterval|IS|1
SIEMENS MR VA0  GEN|0021|54|Number of Trigger Pulses|DS|1
SIEMENS MR VA0  GEN|0021|56|Repetition Time effective|DS|1
SIEMENS MR VA0  GEN|0021|57|Gate Phase|CS|1
SIEMENS MR VA0  GEN|0021|58|Gate Threshold|DS|1
SIEMENS MR VA0  GEN|0021|59|Gated Ratio|DS|1
SIEMENS MR VA0  GEN|0021|60|Number of Interpolated Images|IS|1
SIEMENS MR VA0  GEN|0021|70|Number of Echoes|IS|1
SIEMENS MR VA0  GEN|0021|72|Second Echo Time|DS|1
SIEMENS MR VA0  GEN|0021|73|Second Repetition Time|DS|1
SIEMENS MR VA0  GEN|0021|80|Cardiac Code|IS|1
SIEMENS MR VA0  GEN|0021|91|Saturation Phase Encoding Vector Transversal Co...|DS|1-n
SIEMENS MR VA0  GEN|0021|92|Saturation Readout Vector Transversal Component|DS|1-n
SIEMENS MR VA0  GEN|0021|93|EPI Change Value of Magnitude|DS|1
SIEMENS MR VA0  GEN|0021|94|EPI Change Value of X Component|DS|1
SIEMENS MR VA0  GEN|0021|95|EPI Change Value of Y Component|DS|1
SIEMENS MR VA0  GEN|0021|96|EPI Change Value of Z Component|DS|1
SIEMENS MR VA0  RAW|0021|00|Sequence Type|CS|1
SIEMENS MR VA0  RAW|0021|01|Vector Size original|IS|1
SIEMENS MR VA0  RAW|0021|02|Vector Size extended|IS|1
SIEMENS MR VA0  RAW|0021|03|Acquired Spectral Range|DS|1
SIEMENS MR VA0  RAW|0021|04|VOI Position|DS|1-n
SIEMENS MR VA0  RAW|0021|05|VOI Size|DS|1-n
SIEMENS MR VA0  RAW|0021|06|CSI Matrix Size original|IS|1-n
SIEMENS MR VA0  RAW|0021|07|CSI Matrix Size extended|IS|1-n
SIEMENS MR VA0  RAW|0021|08|Spatial Grid Shift|DS|1-n
SIEMENS MR VA0  RAW|0021|09|Signal Limits Minimum|DS|1
SIEMENS MR VA0  RAW|0021|10|Signal Limits Maximum|DS|1
SIEMENS MR VA0  RAW|0021|11|Spec Info Mask|DS|1
SIEMENS MR VA0  RAW|0021|12|EPI Time Rate of Change of Magnitude|DS|1
SIEMENS MR VA0  RAW|0021|13|EPI Time Rate of Change of X Component|DS|1
SIEMENS MR VA0  RAW|0021|14|EPI Time Rate of Change of Y Component|DS|1
SIEMENS MR VA0  RAW|0021|15|EPI Time Rate of Change of Z Component|DS|1
SIEMENS MR VA0  RAW|0021|16|EPI Time Rate of Change Legal Limit 1|DS|1
SIEMENS MR VA0  RAW|0021|17|EPI Operation Mode Flag|IS|1
SIEMENS MR VA0  RAW|0021|18|EPI Field Calculation Safety Factor|DS|1
SIEMENS MR VA0  RAW|0021|19|EPI Legal Limit 1 of Change Value|DS|1
SIEMENS MR VA0  RAW|0021|20|EPI Legal Limit 2 of Change Value|DS|1
SIEMENS MR VA0  RAW|0021|21|EPI Rise Time|DS|1
SIEMENS MR VA0  RAW|0021|30|AC ADC Offset|DS|1-n
SIEMENS MR VA0  RAW|0021|31|AC Preamplifier Gain|DS|1-n
SIEMENS MR VA0  RAW|0021|50|Saturation Type|CS|1
SIEMENS MR VA0  RAW|0021|51|Saturation Normal Vector|DS|1-n
SIEMENS MR VA0  RAW|0021|52|Saturation Position Vector|DS|1-n
SIEMENS MR VA0  RAW|0021|53|Saturation Thickness|DS|1-n
SIEMENS MR VA0  RAW|0021|54|Saturation Width|DS|1-n
SIEMENS MR VA0  RAW|0021|55|Saturation Distance|DS|1-n
SIEMENS NUMARIS II|7FE3|00|Image Graphics Format Code|LO|1
SIEMENS NUMARIS II|7FE3|10|Image Graphics|OB|1
SIEMENS NUMARIS II|7FE3|20|Image Graphics Dummy|OB|1
SIEMENS RA GEN|0011|20|Total Fluoro TimePatient|UL|1
SIEMENS RA GEN|0011|25|Dose Area ProductPatient|UL|1
SIEMENS RA GEN|0011|30|Patient DOB|LO|1
SIEMENS RA GEN|0011|35|Patient Initial Puck Counter|LO|1
SIEMENS RA GEN|0011|40|Patient Initial Position|CS|1
SIEMENS RA GEN|0019|15|Acquired Plane|CS|1
SIEMENS RA GEN|0019|20|Scene Flag|UL|1
SIEMENS RA GEN|0019|22|ReferencePhotofile Flag|UL|1
SIEMENS RA GEN|0019|24|Scene Name|LO|1
SIEMENS RA GEN|0019|26|Acquisition Index|US|1
SIEMENS RA GEN|0019|28|Mixed Pulse Mode|US|1
SIEMENS RA GEN|0019|2A|Number of Positions|US|1
SIEMENS RA GEN|0019|2C|Number of Phases|US|1
SIEMENS RA GEN|0019|2E|Framerate for 8 Positions|US|1-n
SIEMENS RA GEN|0019|30|FramesPhase|US|1-n
SIEMENS RA GEN|0019|32|Stepping Direction|US|1
SIEMENS RA GEN|0019|44|Image Transfer Delay|US|1
SIEMENS RA GEN|0019|46|InversNot Invers|UL|1
SIEMENS RA GEN|0019|4C|Blanking Circle Diameter|US|1
SIEMENS RA GEN|0019|50|Stand Data Valid|US|1
SIEMENS RA GEN|0019|52|Table Tilt|US|1
SIEMENS RA GEN|0019|54|Table Axis Rotation|US|1
SIEMENS RA GEN|0019|56|Table Longitudinal Position|US|1
SIEMENS RA GEN|0019|58|Table Side Offset|US|1
SIEMENS RA GEN|0019|5A|Table Isocenter Height|US|1
SIEMENS RA GEN|0019|5E|Collimation Data Valid|UL|1
SIEMENS RA GEN|0019|60|PERI Sequence Number|UL|1
SIEMENS RA GEN|0019|62|PERI Total Scenes|UL|1
SIEMENS RA GEN|0019|64|PERI Overlap Top|US|1
SIEMENS RA GEN|0019|66|PERI Overlap Bottom|UL|1
SIEMENS RA GEN|0019|68|Raw Image Number|UL|1
SIEMENS RA GEN|0019|6A|XRay Data Valid|UL|1
SIEMENS RA GEN|0019|76|Filling Average Factor|UL|1
SIEMENS RA GEN|0019|9C|II Level CalibrationFactor|UL|1
SIEMENS RA GEN|0019|9E|Nativ Review Flag|UL|1
SIEMENS RA GEN|0021|15|Images in Study|US|1
SIEMENS RA GEN|0021|20|Scenes in Study|US|1
SIEMENS RA GEN|0021|25|Images in Photofile|US|1
SIEMENS RA GEN|0021|30|Images in All Scenes|US|1
SIEMENS RA PLANE A|0019|20|System Calibration Factor Plane A|UL|1
SIEMENS RA PLANE A|0019|22|XRay Parameter Set Number|US|1
SIEMENS RA PLANE A|0019|24|XRay System|US|1
SIEMENS RA PLANE A|0019|28|Acquired Display Mode|US|1
SIEMENS RA PLANE A|0019|2C|Acquisition Framerate|US|1
SIEMENS RA PLANE A|0019|2E|Maximum Frame Limit|US|1
SIEMENS RA PLANE A|0019|30|Native Filter Type|US|1
SIEMENS RA PLANE A|0019|32|Subtracted Filter Type|US|1
SIEMENS RA PLANE A|0019|34|Filter Factor Native|US|1
SIEMENS RA PLANE A|0019|36|Anatomic Blackground Factor|US|1
SIEMENS RA PLANE A|0019|38|Window Upper Limit Native|US|1
SIEMENS RA PLANE A|0019|3A|Window Lower Limit Native|US|1
SIEMENS RA PLANE A|0019|3C|Window Brightness Phase 1 Sub|US|1
SIEMENS RA PLANE A|0019|3E|Window Brightness Phase 2 Sub|US|1
SIEMENS RA PLANE A|0019|40|Window Contrast Phase 1 Sub|US|1
SIEMENS RA PLANE A|0019|42|Window Contrast Phase 2 Sub|US|1
SIEMENS RA PLANE A|0019|44|Filter Factor Subtraction|US|1
SIEMENS RA PLANE A|0019|46|Peak Opacified|US|1
SIEMENS RA PLANE A|0019|48|Mask Frame|UL|1
SIEMENS RA PLANE A|0019|4A|BIH Frame|UL|1
SIEMENS RA PLANE A|0019|4C|Center Beam Angulation CaudCran|US|1
SIEMENS RA PLANE A|0019|4E|Center Beam Angulation LR Anterior|US|1
SIEMENS RA PLANE A|0019|50|Longitudinal Position|US|1
SIEMENS RA PLANE A|0019|52|Side Offset|US|1
SIEMENS RA PLANE A|0019|54|Isocenter Height|US|1
SIEMENS RA PLANE A|0019|56|Image Twist|US|1
SIEMENS RA PLANE A|0019|58|SourceImage Distance|US|1
SIEMENS RA PLANE A|0019|5A|Mechanical Magnet Factor|US|1
SIEMENS RA PLANE A|0019|5C|Calibration Flag|UL|1
SIEMENS RA PLANE A|0019|5E|Calibration Angle CranCaud|UL|1
SIEMENS RA PLANE A|0019|60|Calibration Angle RAOLAO|UL|1
SIEMENS RA PLANE A|0019|62|Calibration Table to Floor Distance|UL|1
SIEMENS RA PLANE A|0019|64|Calibration Isocenter to Floor Distance|UL|1
SIEMENS RA PLANE A|0019|66|Calibration Isocenter to Source Distance|UL|1
SIEMENS RA PLANE A|0019|68|Calibration Source to II Distance|UL|1
SIEMENS RA PLANE A|0019|6A|Calibration II Zoom|UL|1
SIEMENS RA PLANE A|0019|6C|Calibration II Field|UL|1
SIEMENS RA PLANE A|0019|6E|Calibration Factor|UL|1
SIEMENS RA PLANE A|0019|70|Calibration Object to Image Distance|UL|1
SIEMENS RA PLANE A|0019|72|Calibration System Factor|UL|1-n
SIEMENS RA PLANE A|0019|74|Calibration System Correction|UL|1-n
SIEMENS RA PLANE A|0019|76|Calibration System II Formats|UL|1-n
SIEMENS RA PLANE A|0019|78|Calibration Gantry Data Valid|UL|1
SIEMENS RA PLANE A|0019|7A|Collimator Square Breadth|US|1
SIEMENS RA PLANE A|0019|7C|Collimator Square Height|US|1
SIEMENS RA PLANE A|0019|7E|Collimator Square Diameter|US|1
SIEMENS RA PLANE A|0019|80|Collimator Finger Turn Angle|US|1
SIEMENS RA PLANE A|0019|82|Collimator Finger Position|US|1
SIEMENS RA PLANE A|0019|84|Collimator Diaphragm Turn Angle|US|1
SIEMENS RA PLANE A|0019|86|Collimator Diagphragm Position 1|US|1
SIEMENS RA PLANE A|0019|88|Collimator Diaphragm Position 2|US|1
SIEMENS RA PLANE A|0019|8A|Collimator Diaphragm Mode|US|1
SIEMENS RA PLANE A|0019|8C|Collimator Beam Limit Breadth|US|1
SIEMENS RA PLANE A|0019|8E|Collimator Beam Limit Height|US|1
SIEMENS RA PLANE A|0019|90|Collimator Beam Limit Diameter|US|1
SIEMENS RA PLANE A|0019|92|XRay Control Mode|US|1
SIEMENS RA PLANE A|0019|94|XRay System|US|1
SIEMENS RA PLANE A|0019|96|Focal Spot|US|1
SIEMENS RA PLANE A|0019|98|Exposure Control|US|1
SIEMENS RA PLANE A|0019|9A|XRay Voltage|US|1
SIEMENS RA PLANE A|0019|9C|XRay Current|US|1
SIEMENS RA PLANE A|0019|9E|XRay Current Time Product|UL|1
SIEMENS RA PLANE A|0019|A0|Pulse Time|US|1
SIEMENS RA PLANE A|0019|A2|Scene Time Fluoro Clock|US|1
SIEMENS RA PLANE A|0019|A4|Maximum PulseRate|US|1
SIEMENS RA PLANE A|0019|A6|Pulses per Scene|US|1
SIEMENS RA PLANE A|0019|A8|Dose Area Product of Scene|UL|1
SIEMENS RA PLANE A|0019|AA|Dose|US|1
SIEMENS RA PLANE A|0019|AC|Dose Rate|US|1
SIEMENS RA PLANE B|0019|20|System Calibration Factor Plane B|UL|1
SIEMENS RA PLANE B|0019|22|XRay Parameter Set Number|US|1
SIEMENS RA PLANE B|0019|24|XRay System|US|1
SIEMENS RA PLANE B|0019|28|Acquired Display Mode|US|1
SIEMENS RA PLANE B|0019|2C|Acquisition Framerate|US|1
SIEMENS RA PLANE B|0019|2E|Maximum Frame Limit|US|1
SIEMENS RA PLANE B|0019|30|Native Filter Type|US|1
SIEMENS RA PLANE B|0019|32|Subtracted Filter Type|US|1
SIEMENS RA PLANE B|0019|34|Filter Factor Native|US|1
SIEMENS RA PLANE B|0019|36|Anatomic Blackground Factor|US|1
SIEMENS RA PLANE B|0019|38|Window Upper Limit Native|US|1
SIEMENS RA PLANE B|0019|3A|Window Lower Limit Native|US|1
SIEMENS RA PLANE B|0019|3C|Window Brightness Phase 1 Sub|US|1
SIEMENS RA PLANE B|0019|3E|Window Brightness Phase 2 Sub|US|1
SIEMENS RA PLANE B|0019|40|Window Contrast Phase 1 Sub|US|1
SIEMENS RA PLANE B|0019|42|Window Contrast Phase 2 Sub|US|1
SIEMENS RA PLANE B|0019|44|Filter Factor Subtraction|US|1
SIEMENS RA PLANE B|0019|46|Peak Opacified|US|1
SIEMENS RA PLANE B|0019|48|Mask Frame|UL|1
SIEMENS RA PLANE B|0019|4A|BIH Frame|UL|1
SIEMENS RA PLANE B|0019|4C|Center Beam Angulation CaudCran|US|1
SIEMENS RA PLANE B|0019|4E|Center Beam Angulation LR Anterior|US|1
SIEMENS RA PLANE B|0019|50|Longitudinal Position|US|1
SIEMENS RA PLANE B|0019|52|Side Offset|US|1
SIEMENS RA PLANE B|0019|54|Isocenter Height|US|1
SIEMENS RA PLANE B|0019|56|Image Twist|US|1
SIEMENS RA PLANE B|0019|58|SourceImage Distance|US|1
SIEMENS RA PLANE B|0019|5A|Mechanical Magnet Factor|US|1
SIEMENS RA PLANE B|0019|5C|Calibration Flag|UL|1
SIEMENS RA PLANE B|0019|5E|Calibration Angle CranCaud|UL|1
SIEMENS RA PLANE B|0019|60|Calibration Angle RAOLAO|UL|1
SIEMENS RA PLANE B|0019|62|Calibration Table to Floor Distance|UL|1
SIEMENS RA PLANE B|0019|64|Calibration Isocenter to Floor Distance|UL|1
SIEMENS RA PLANE B|0019|66|Calibration Isocenter to Source Distance|UL|1
SIEMENS RA PLANE B|0019|68|Calibration Source to II Distance|UL|1
SIEMENS RA PLANE B|0019|6A|Calibration II Zoom|UL|1
SIEMENS RA PLANE B|0019|6C|Calibration II Field|UL|1
SIEMENS RA PLANE B|0019|6E|Calibration Factor|UL|1
SIEMENS RA PLANE B|0019|70|Calibration Object to Image Distance|UL|1
SIEMENS RA PLANE B|0019|72|Calibration System Factor|UL|1-n
SIEMENS RA PLANE B|0019|74|Calibration System Correction|UL|1-n
SIEMENS RA PLANE B|0019|76|Calibration System II Formats|UL|1-n
SIEMENS RA PLANE B|0019|78|Calibration Gantry Data Valid|UL|1
SIEMENS RA PLANE B|0019|7A|Collimator Square Breadth|US|1
SIEMENS RA PLANE B|0019|7C|Collimator Square Height|US|1
SIEMENS RA PLANE B|0019|7E|Collimator Square Diameter|US|1
SIEMENS RA PLANE B|0019|80|Collimator Finger Turn Angle|US|1
SIEMENS RA PLANE B|0019|82|Collimator Finger Position|US|1
SIEMENS RA PLANE B|0019|84|Collimator Diaphragm Turn Angle|US|1
SIEMENS RA PLANE B|0019|86|Collimator Diagphragm Position 1|US|1
SIEMENS RA PLANE B|0019|88|Collimator Diaphragm Position 2|US|1
SIEMENS RA PLANE B|0019|8A|Collimator Diaphragm Mode|US|1
SIEMENS RA PLANE B|0019|8C|Collimator Beam Limit Breadth|US|1
SIEMENS RA PLANE B|0019|8E|Collimator Beam Limit Height|US|1
SIEMENS RA PLANE B|0019|90|Collimator Beam Limit Diameter|US|1
SIEMENS RA PLANE B|0019|92|XRay Control Mode|US|1
SIEMENS RA PLANE B|0019|94|XRay System|US|1
SIEMENS RA PLANE B|0019|96|Focal Spot|US|1
SIEMENS RA PLANE B|0019|98|Exposure Control|US|1
SIEMENS RA PLANE B|0019|9A|XRay Voltage|US|1
SIEMENS RA PLANE B|0019|9C|XRay Current|US|1
SIEMENS RA PLANE B|0019|9E|XRay Current Time Product|UL|1
SIEMENS RA PLANE B|0019|A0|Pulse Time|US|1
SIEMENS RA PLANE B|0019|A2|Scene Time Fluoro Clock|US|1
SIEMENS RA PLANE B|0019|A4|Maximum PulseRate|US|1
SIEMENS RA PLANE B|0019|A6|Pulses per Scene|US|1
SIEMENS RA PLANE B|0019|A8|Dose Area Product of Scene|UL|1
SIEMENS RA PLANE B|0019|AA|Dose|US|1
SIEMENS RA PLANE B|0019|AC|Dose Rate|US|1
SIEMENS RIS|0011|10|Patient UID|LO|1
SIEMENS RIS|0011|11|Patient ID|LO|1
SIEMENS RIS|0011|20|Patient Registration Date|DA|1
SIEMENS RIS|0011|21|Patient Registration Time|TM|1
SIEMENS RIS|0011|30|Patient NameRIS|PN|1
SIEMENS RIS|0011|31|Patient Prename|PN|1
SIEMENS RIS|0011|40|Patient Hospital Status|LO|1
SIEMENS RIS|0011|41|Medical Alerts|LO|1
SIEMENS RIS|0011|42|Contrast Allergy|LO|1
SIEMENS RIS|0031|10|Request UID|LO|1
SIEMENS RIS|0031|45|Requesting Physician|LO|1
SIEMENS RIS|0031|50|Requested Physician|LO|1
SIEMENS RIS|0033|10|Patient Study UID|LO|1
SIEMENS SMS-AX  ACQ 1.0|0021|00|Acquisition Type|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|01|Acquisition Mode|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|02|Footswitch Index|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|03|Acquisition Room|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|04|Current Time Product|SL|1
SIEMENS SMS-AX  ACQ 1.0|0021|05|Dose|SL|1
SIEMENS SMS-AX  ACQ 1.0|0021|06|Skin Dose Percent|SL|1
SIEMENS SMS-AX  ACQ 1.0|0021|07|Skin Dose Accumulation|SL|1
SIEMENS SMS-AX  ACQ 1.0|0021|08|Skin Dose Rate|SL|1
SIEMENS SMS-AX  ACQ 1.0|0021|09|Impac Filename|UL|1
SIEMENS SMS-AX  ACQ 1.0|0021|0A|Copper Filter|UL|1
SIEMENS SMS-AX  ACQ 1.0|0021|0B|Measuring Field|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|0C|Post Blanking Circle|SS|3
SIEMENS SMS-AX  ACQ 1.0|0021|0D|Dyna Angles|SS|2-2n
SIEMENS SMS-AX  ACQ 1.0|0021|0E|Total Steps|SS|1
SIEMENS SMS-AX  ACQ 1.0|0021|0F|Dyna X-Ray Info|SL|3-3n
SIEMENS SMS-AX  ACQ 1.0|0021|10|Modality LUT Input Gamma|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|11|Modality LUT Output Gamma|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|12|SH_STPAR|OB|1-n
SIEMENS SMS-AX  ACQ 1.0|0021|13|Acquisition Zoom|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|14|Dyna Angulation Step Width|SS|1
SIEMENS SMS-AX  ACQ 1.0|0021|15|Harmonization|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|16|DR Single Flag|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|17|Source to Isocenter|SL|1
SIEMENS SMS-AX  ACQ 1.0|0021|18|Pressure Data|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|19|ECG Index Array|SL|1
SIEMENS SMS-AX  ACQ 1.0|0021|1A|FD Flag|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|1B|SH_ZOOM|OB|1
SIEMENS SMS-AX  ACQ 1.0|0021|1C|SH_COLPAR|OB|1
SIEMENS SMS-AX  ACQ 1.0|0021|1D|K-Factor|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|1E|EVE|US|8
SIEMENS SMS-AX  ACQ 1.0|0021|1F|Total Scene Time|SL|1
SIEMENS SMS-AX  ACQ 1.0|0021|20|Restore Flag|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|21|Stand Movement Flag|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|22|FD Rows|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|23|FD Columns|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|24|Table Movement Flag|US|1
SIEMENS SMS-AX  ACQ 1.0|0021|25|Original Organ Program Name|LO|1
SIEMENS SMS-AX  ACQ 1.0|0021|26|Crispy XPI Filter|DS|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|00|View Native|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|01|Original Series Number|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|02|Original Image Number|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|03|Win Center|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|04|Win Width|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|05|Win Brightness|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|06|Win Contrast|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|07|Original Frame Number|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|08|Original Mask Frame Number|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|09|Opac|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|0A|Original Number of Frames|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|0B|Original Scene Duration|DS|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|0C|Identifier LOID|LO|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|0D|Original Scene VFR Info|SS|1-n
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|0E|Original Frame ECG Position|SS|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|0F|Original ECG 1st Frame Offset (retired)|SS|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|10|Zoom Flag|SS|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|11|Flex|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|12|Number of Mask Frames|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|13|Number of Fill Frames|US|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|14|Series Number|IS|1
SIEMENS SMS-AX  ORIGINAL IMAGE INFO 1.0|0025|15|Image Number|IS|1
SIEMENS SMS-AX  QUANT 1.0|0023|00|Horizontal Calibration Pixel Size|DS|2
SIEMENS SMS-AX  QUANT 1.0|0023|01|Vertical Calibration Pixel Size|DS|2
SIEMENS SMS-AX  QUANT 1.0|0023|02|Calibration Object|LO|1
SIEMENS SMS-AX  QUANT 1.0|0023|03|Calibration Object Size|DS|1
SIEMENS SMS-AX  QUANT 1.0|0023|04|Calibration Method|LO|1
SIEMENS SMS-AX  QUANT 1.0|0023|05|Filename|ST|1
SIEMENS SMS-AX  QUANT 1.0|0023|06|Frame Number|IS|1
SIEMENS SMS-AX  QUANT 1.0|0023|07|Calibration Factor Multiplicity|IS|2
SIEMENS SMS-AX  QUANT 1.0|0023|08|Calibration TOD Value|IS|1
SIEMENS SMS-AX  VIEW 1.0|0019|00|Review Mode|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|01|Anatomical Background Percent|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|02|Number of Phases|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|03|Apply Anatomical Background|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|04|Pixel Shift Array|SS|4-4n
SIEMENS SMS-AX  VIEW 1.0|0019|05|Brightness|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|06|Contrast|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|07|Enabled|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|08|Native Edge Enh. Percent Gain|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|09|Native Edge Enh. LUT Index|SS|1
SIEMENS SMS-AX  VIEW 1.0|0019|0A|Native Edge Enh. Kernel Size|SS|1
SIEMENS SMS-AX  VIEW 1.0|0019|0B|Subtr. Edge Enh. Percent Gain|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|0C|Subtr. Edge Enh. LUT Index|SS|1
SIEMENS SMS-AX  VIEW 1.0|0019|0D|Subtr. Edge Enh. Kernel Size|SS|1
SIEMENS SMS-AX  VIEW 1.0|0019|0E|Fade Percent|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|0F|Flipped Before Laterality Applied|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|10|Apply Fade|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|11|RefImages Taken|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|12|Zoom|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|13|Pan X|SS|1
SIEMENS SMS-AX  VIEW 1.0|0019|14|Pan Y|SS|1
SIEMENS SMS-AX  VIEW 1.0|0019|15|Native Edge Enh. Adv Perc. Gain|SS|1
SIEMENS SMS-AX  VIEW 1.0|0019|16|Subtr. Edge Enh. Adv Perc. Gain|SS|1
SIEMENS SMS-AX  VIEW 1.0|0019|17|Invert Flag|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|1A|Quant 1K Overlay|OB|1
SIEMENS SMS-AX  VIEW 1.0|0019|1B|Original Resolution|US|1
SIEMENS SMS-AX  VIEW 1.0|0019|1C|Auto Window Center|DS|1
SIEMENS SMS-AX  VIEW 1.0|0019|1D|Auto Window Width|DS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|0A|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|0B|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|0C|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|0D|Internal Data|FL|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|0E|Internal Data|LO|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|0F|Internal Data|LO|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|14|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|16|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|17|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|18|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|19|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|1A|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|1B|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|1C|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|1E|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|1F|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|20|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|21|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|22|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|23|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|24|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|25|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|26|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|27|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|28|Internal Data|FL|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|29|Internal Data|FL|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|48|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|49|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|4A|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|4B|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|4C|Internal Data|LO|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|4D|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|4E|Internal Data|LO|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|4F|Internal Data|LO|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|50|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|51|Internal Data|FL|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|52|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|53|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|54|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|55|Internal Data|SS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|5A|Internal Data|OW|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|5B|Internal Data|OW|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|5C|Internal Data|OW|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|64|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|66|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|67|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|68|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|85|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|86|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|87|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|88|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|89|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|8A|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|8B|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|8C|Internal Data|FL|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|8D|Internal Data|FL|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|8E|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|8F|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|A0|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|A1|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|A2|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|A3|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|A4|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|A5|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|A6|Internal Data|US|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|B0|Internal Data|DS|1
SIEMENS_FLCOMPACT_VA01A_PROC|0017|C0|Internal Data|LO|1
SIENET|0009|01|SIENET Command Field|US|1
SIENET|0009|14|Receiver PLA|LO|1
SIENET|0009|16|Transfer Priority|US|1
SIENET|0009|29|Actual User|LO|1
SIENET|0091|20|Patient Name|PN|1-n
SIENET|0095|01|Examination Folder ID|LO|1
SIENET|0095|04|Folder Reported Status|SL|1
SIENET|0095|05|Folder Reporting Radiologist|LO|1
SIENET|0095|07|SIENET ISA PLA|LO|1
SIENET|0095|0C|Folder Rebuild Status|SL|1
SIENET|0099|02|Key Images|UL|1
SIENET|0099|05|Image Number|SL|1
SPI|0009|10|Comments|LO|1
SPI|0009|15|Unique Identifier|LO|1
SPI|0009|40|Data Object Type|US|1
SPI|0009|41|Data Object Subtype|SH|1
SPI|0011|10|Organ|LO|1
SPI|0011|15|Allergy Indication|LO|1
SPI|0011|20|Pregnancy|CS|1
SPI|0029|60|Compression Algorithm|LO|1
SPI RELEASE 1|0009|10|Comments|LO|1
SPI RELEASE 1|0009|15|Unique Identifier|LO|1
SPI RELEASE 1|0009|40|Data Object Type|US|1
SPI RELEASE 1|0009|41|Data Object Subtype|SH|1
SPI RELEASE 1|0011|10|Organ|LO|1
SPI RELEASE 1|0011|15|Allergy Indication|LO|1
SPI RELEASE 1|0011|20|Pregnancy|CS|1
SPI RELEASE 1|0029|60|Compression Algorithm|LO|1
SPI Release 1|0009|10|Comments|LO|1
SPI Release 1|0009|15|UID|LO|1
SPI Release 1|0009|40|Data Object Type|US|1
SPI Release 1|0009|41|Data Object Subtype|SH|1
SPI Release 1|0011|10|Organ|LO|1
SPI Release 1|0011|15|Allergy Indication|LO|1
SPI Release 1|0011|20|Pregnancy|LO|1
SPI Release 1|0029|60|Compression Algorithm|LO|1
SPI-P Release 1|0009|00|Data Object Recognition Code|LT|1
SPI-P Release 1|0009|04|Image Data Consistency|LO|1-n
SPI-P Release 1|0009|15|Unique Identifier|LO|1
SPI-P Release 1|0009|31|PACS Unique Identifier|LO|1
SPI-P Release 1|0009|34|Cluster Unique Identifier|LO|1
SPI-P Release 1|0009|38|System Unique Identifier|LO|1
SPI-P Release 1|0009|51|Study Unique Identifier|LO|1
SPI-P Release 1|0009|61|Series Unique Identifier|LO|1
SPI-P Release 1|0011|10|Patient Entry ID|LT|1
SPI-P Release 1|0019|10|Mains Frequency|US|1
SPI-P Release 1|0019|25|Original Pixel Data Quality|LO|1-n
SPI-P Release 1|0019|30|ECG Triggering|US|1
SPI-P Release 1|0019|31|ECG 1 Offset|UN|1
SPI-P Release 1|0019|32|ECG 2 Offset 1|UN|1
SPI-P Release 1|0019|33|ECG 2 Offset 2|UN|1
SPI-P Release 1|0019|50|Video Scan Mode|US|1
SPI-P Release 1|0019|51|Video LineRate|US|1
SPI-P Release 1|0019|60|Xray Technique|US|1
SPI-P Release 1|0019|61|Image Identifier Format|DS|1
SPI-P Release 1|0019|62|Iris Diaphragm|US|1
SPI-P Release 1|0019|63|Filter|CS|1
SPI-P Release 1|0019|64|Cine Parallel|CS|1
SPI-P Release 1|0019|65|Cine Master|CS|1
SPI-P Release 1|0019|70|Exposure Channel|US|1
SPI-P Release 1|0019|71|Exposure Channel First Image|UN|1
SPI-P Release 1|0019|72|Processing Channel|US|1
SPI-P Release 1|0019|80|Acquisition Delay|DS|1
SPI-P Release 1|0019|81|Relative Image Time|UN|1
SPI-P Release 1|0019|90|Video White Compression|CS|1
SPI-P Release 1|0019|A0|Angulation|US|1
SPI-P Release 1|0019|A1|Rotation|US|1
SPI-P Release 1|0021|12|Series Unique Identifier|LT|1
SPI-P Release 1|0029|20|Pixel Aspect Ratio|DS|1
SPI-P Release 1|0029|25|Processed Pixel Data Quality|LO|1-n
SPI-P Release 1|0029|70|Window ID|LT|1
SPI-P Release 1|0029|71|Video Invert Subtracted|CS|1
SPI-P Release 1|0029|72|Video Invert Nonsubtracted|CS|1
SPI-P Release 1|0029|77|Window Select Status|CS|1
SPI-P Release 1|0029|78|ECG Display Printing ID|LT|1
SPI-P Release 1|0029|79|ECG Display Printing|CS|1
SPI-P Release 1|0029|7E|ECG Display Printing Enable Status|CS|1
SPI-P Release 1|0029|7F|ECG Display Printing Select Status|CS|1
SPI-P Release 1|0029|80|Physiological Display ID|LT|1
SPI-P Release 1|0029|81|Preferred Physiological Channel Display|US|1
SPI-P Release 1|0029|8E|Physiological Display Enable Status|CS|1
SPI-P Release 1|0029|8F|Physiological Display Select Status|CS|1
SPI-P Release 1|0029|C0|Functional Shutter ID|LT|1
SPI-P Release 1|0029|C1|Field Of Shutter|US|1
SPI-P Release 1|0029|C5|Field Of Shutter Rectangle|LT|1
SPI-P Release 1|0029|CE|Shutter Enable Status|CS|1
SPI-P Release 1|0029|CF|Shutter Select Status|CS|1
SPI-P Release 1|7FE1|10|Pixel Data|UN|1
SPI-P Release 1;1|0019|00|Physiological Data Type|UN|1
SPI-P Release 1;1|0019|01|Physiological Data Channel And Kind|UN|1
SPI-P Release 1;1|0019|02|Sample Bits Allocated|US|1
SPI-P Release 1;1|0019|03|Sample Bits Stored|US|1
SPI-P Release 1;1|0019|04|Sample High Bit|US|1
SPI-P Release 1;1|0019|05|Sample Representation|US|1
SPI-P Release 1;1|0019|06|Smallest Sample Value|UN|1
SPI-P Release 1;1|0019|07|Largest Sample Value|UN|1
SPI-P Release 1;1|0019|08|Number Of Samples|UN|1
SPI-P Release 1;1|0019|09|Sample Data|UN|1
SPI-P Release 1;1|0019|0A|Sample Rate|UN|1
SPI-P Release 1;1|0019|10|Physiological Data Type 2|UN|1
SPI-P Release 1;1|0019|11|Physiological Data Channel And Kind 2|UN|1
SPI-P Release 1;1|0019|12|Sample Bits Allocated 2|US|1
SPI-P Release 1;1|0019|13|Sample Bits Stored 2|US|1
SPI-P Release 1;1|0019|14|Sample High Bit 2|US|1
SPI-P Release 1;1|0019|15|Sample Representation 2|US|1
SPI-P Release 1;1|0019|16|Smallest Sample Value 2|UN|1
SPI-P Release 1;1|0019|17|Largest Sample Value 2|UN|1
SPI-P Release 1;1|0019|18|Number Of Samples 2|UN|1
SPI-P Release 1;1|0019|19|Sample Data 2|UN|1
SPI-P Release 1;1|0019|1A|Sample Rate 2|UN|1
SPI-P Release 1;1|0029|00|Zoom ID|LT|1
SPI-P Release 1;1|0029|01|Zoom Rectangle|DS|1-n
SPI-P Release 1;1|0029|03|Zoom Factor|DS|1
SPI-P Release 1;1|0029|04|Zoom Function|US|1
SPI-P Release 1;1|0029|0E|Zoom Enable Status|CS|1
SPI-P Release 1;1|0029|0F|Zoom Select Status|CS|1
SPI-P Release 1;1|0029|40|Magnifying Glass ID|LT|1
SPI-P Release 1;1|0029|41|Magnifying Glass Rectangle|DS|1-n
SPI-P Release 1;1|0029|43|Magnifying Glass Factor|DS|1
SPI-P Release 1;1|0029|44|Magnifying Glass Function|US|1
SPI-P Release 1;1|0029|4E|Magnifying Glass Enable Status|CS|1
SPI-P Release 1;1|0029|4F|Magnifying Glass Select Status|CS|1
SPI-P Release 1;2|0029|00|Subtraction Mask ID|LT|1
SPI-P Release 1;2|0029|04|Masking Function|UN|1
SPI-P Release 1;2|0029|0C|Proprietary Masking Parameters|UN|1
SPI-P Release 1;2|0029|1E|Subtraction Mask Enable Status|CS|1
SPI-P Release 1;2|0029|1F|Subtraction Mask Select Status|CS|1
SPI-P Release 1;3|0029|00|Image Enhancement ID|LT|1
SPI-P Release 1;3|0029|01|Image Enhancement|LT|1
SPI-P Release 1;3|0029|02|Convolution ID|LT|1
SPI-P Release 1;3|0029|03|Convolution Type|LT|1
SPI-P Release 1;3|0029|04|Convolution Kernel Size ID|LT|1
SPI-P Release 1;3|0029|05|Convolution Kernel Size|US|2
SPI-P Release 1;3|0029|06|Convolution Kernel|US|1-n
SPI-P Release 1;3|0029|0C|Enhancement Gain|DS|1
SPI-P Release 1;3|0029|1E|Image Enhancement Enable Status|CS|1
SPI-P Release 1;3|0029|1F|Image Enhancement Select Status|CS|1
SPI-P-PCR Release 2|0019|10|Reader Mode|US|1
SPI-P-PCR Release 2|0019|20|MRM Code|ST|1
SPI-P-PCR Release 2|0019|40|Latitude|DS|1
SPI-P-PCR Release 2|0019|60|View Name|ST|1
SPI-P-Private-CWS Release 1|0021|00|Window Of Images ID|LT|1
SPI-P-Private-CWS Release 1|0021|01|Window Of Images Type|CS|1
SPI-P-Private-CWS Release 1|0021|02|WindowOfImagesScope|IS|1-n
SPI-P-Private-DiDi Release 1|0019|00|Post Mode String|LT|1
SPI-P-Private-DiDi Release 1|0019|01|Post Data|LT|1
SPI-P-Private-DiDi Release 1|0019|10|Image Header|LT|1
SPI-P-Private-DiDi Release 1|0019|20|SCPreName|LT|1
SPI-P-Private-DiDi Release 1|0019|21|SCPostNo|IS|1
SPI-P-Private-DiDi Release 1|0019|22|SCSOPInstanceUID|LT|1
SPI-P-Private-DiDi Release 1|0019|23|SCCreationDate|LT|1
SPI-P-Private-DiDi Release 1|0019|24|SCProcessingCategory|LT|1
SPI-P-Private-DiDi Release 1|0019|25|SCPostMethod|LT|1
SPI-P-Private-DiDi Release 1|0019|26|SCPostString|LT|1
SPI-P-Private-DiDi Release 1|0019|27|SCPostString2|LT|1
SPI-P-Private-DiDi Release 1|0019|28|SCMode|LT|1
SPI-P-Private-DiDi Release 1|0019|29|SCStCommit|IS|1
SPI-P-Private-DiDi Release 1|0019|2A|SCExported|IS|1
SPI-P-Private-DiDi Release 1|0019|2B|SCPrinted|IS|1
SPI-P-Private-DiDi Release 1|0019|2C|SCOperator|LT|1
SPI-P-Private-DiDi Release 1|0019|40|SCPreName|LT|1
SPI-P-Private-DiDi Release 1|0019|41|SCPreType|IS|1
SPI-P-XSB-DCI Release 1|0019|10|Video Beam Boost|LT|1
SPI-P-XSB-DCI Release 1|0019|11|Channel Generating Video Sync|US|1
SPI-P-XSB-DCI Release 1|0019|12|Video Gain|US|1
SPI-P-XSB-DCI Release 1|0019|13|Video Offset|US|1
SPI-P-XSB-DCI Release 1|0019|20|RTD Data Compression Factor|DS|1
STENTOR|0073|02|Private Creator|LT|1
STENTOR|0073|03|Stentor Remote AETitle Element|UT|1
STENTOR|0073|04|Stentor Local AETitle Element|UT|1
STENTOR|0073|06|Stentor Transfer Syntax Value|UT|1
SVISION|0017|00|Extended Body Part|LO|1
SVISION|0017|10|Extended View Position|LO|1
SVISION|0017|20|Scheduled Procedure Step|SQ|1
SVISION|0017|A0|Fixed Grid System|IS|1
SVISION|0017|F0|Images SOP Class|IS|1
SVISION|0019|00|AEC Field|IS|1
SVISION|0019|01|AEC Film Screen|IS|1
SVISION|0019|02|AEC Density|IS|1
SVISION|0019|10|Patient Thickness|IS|1
SVISION|0019|18|Beam Distance|IS|1
SVISION|0019|20|Workstation Number|IS|1
SVISION|0019|28|Tube Number|IS|1
SVISION|0019|30|Bucky Grid|IS|1
SVISION|0019|34|Focus|IS|1
SVISION|0019|38|Age Group|IS|1
SVISION|0019|40|Collimator Distance X|IS|1
SVISION|0019|41|Collimator Distance Y|IS|1
SVISION|0019|50|Bucky Height|IS|1
SVISION|0019|60|Bucky Angle|IS|1
SVISION|0019|68|C-Arm Angle|IS|1
SVISION|0019|69|Collimator Angle|IS|1
SVISION|0019|70|Filter Number|IS|1
SVISION|0019|74|Filter Material 1|LO|1
SVISION|0019|75|Filter Material 2|LO|1
SVISION|0019|78|Filter Thickness 1|DS|1
SVISION|0019|79|Filter Thickness 2|DS|1
SVISION|0019|80|Bucky Format|IS|1
SVISION|0019|81|Object Position|IS|1
SVISION|0019|90|Desk Command|LO|1
SVISION|0019|91|Central Beam X|IS|1
SVISION|0019|92|Central Beam Y|IS|1
SVISION|0019|93|Tube Turn Angle|IS|1
SVISION|0019|94|Stand drive level|IS|1
SVISION|0019|A0|Extended Exposure Time|DS|1
SVISION|0019|A1|Actual Exposure Time|DS|1
SVISION|0019|A8|Extended X-ray Tube Current|DS|1
SVISION|0019|B0|Dose Indicator|IS|1
SVISION|0019|B1|Shift Reference Value|IS|1
SVISION|0021|00|Noise Reduction|DS|1
SVISION|0021|01|Contrast Amplification|DS|1
SVISION|0021|02|Edge Contrast Boosting|DS|1
SVISION|0021|03|Latitude Reduction|DS|1
SVISION|0021|10|Find Range Algorithm|LO|1
SVISION|0021|11|Threshold C-Algorithm|DS|1
SVISION|0021|20|Sensometric Curve|LO|1
SVISION|0021|30|Lower Window Offset|DS|1
SVISION|0021|31|Upper Window Offset|DS|1
SVISION|0021|40|Min. Printable Density|DS|1
SVISION|0021|41|Max. Printable Density|DS|1
SVISION|0021|50|Min. Window Latitude|DS|1
SVISION|0021|51|Max. Window Latitude|DS|1
SVISION|0021|52|Rel. Window Alignment|DS|1
SVISION|0021|60|Decomposition Layer|DS|1
SVISION|0021|90|Brightness|DS|1
SVISION|0021|91|Contrast|DS|1
SVISION|0021|92|Shape Factor|DS|1
SVISION|0023|00|Image Laterality|LO|1
SVISION|0023|01|Letter Position|IS|1
SVISION|0023|02|Burned In Annotation|IS|1
SVISION|0023|F0|Image SOP Class|IS|1
SVISION|0025|00|Original Image|IS|1
SVISION|0025|01|Not Processed Image|IS|1
SVISION|0025|02|Cut Out Image|IS|1
SVISION|0025|03|Duplicated Image|IS|1
SVISION|0025|04|Stored Image|IS|1
SVISION|0025|05|Retrieved Image|IS|1
SVISION|0025|06|New Image|IS|1
SVISION|0025|07|Media Stored Image|IS|1
SVISION|0025|08|Image State|IS|1
SVISION|0025|09|Image Stitched Manually|IS|1
SVISION|0025|0A|Image Stitched Automatically|IS|1
SVISION|0025|20|Source Image File|LO|1
SVISION|0025|21|Source UID|LO|1
SVISION|0027|00|Number of Series|IS|1
SVISION|0027|01|Number of Studies|IS|1
SVISION|0027|10|Oldest Series|DT|1
SVISION|0027|11|Newest Series|DT|1
SVISION|0027|12|Oldest Study|DT|1
SVISION|0027|13|Newest Study|DT|1
SVISION|0029|00|Key Note Instance UID|IS|1
SVISION|0029|01|Storage State|IS|1
SVISION|0029|02|Referenced Image SOP Class|IS|1
SVISION|0029|03|Ref. Image Instance UID|LO|1
SVISION|0029|04|Rel. Presentation State Number|IS|1
SVISION|0029|05|Rel. Presentation State UID|LO|1
Siemens: Thorax/Multix FD Lab Settings|0019|00|Internal Value|LT|1
Siemens: Thorax/Multix FD Lab Settings|0019|02|Total Area Dose Product|LO|1
Siemens: Thorax/Multix FD Lab Settings|0019|05|Cassette Image|US|1
Siemens: Thorax/Multix FD Lab Settings|0019|06|Table Object Distance|FD|1
Siemens: Thorax/Multix FD Lab Settings|0019|07|Table Detector Distance|FD|1
Siemens: Thorax/Multix FD Lab Settings|0019|08|Ortho Step Distance|US|1
Siemens: Thorax/Multix FD Lab Settings|0021|08|Auto Window Flag|US|1
Siemens: Thorax/Multix FD Lab Settings|0021|09|Auto Window Center|SL|1
Siemens: Thorax/Multix FD Lab Settings|0021|0A|Auto Window Width|SL|1
Siemens: Thorax/Multix FD Lab Settings|0021|0B|Filter ID|SS|1
Siemens: Thorax/Multix FD Lab Settings|0021|14|Anatomic Correct View|US|1
Siemens: Thorax/Multix FD Lab Settings|0021|15|Auto Window Shift|SS|1
Siemens: Thorax/Multix FD Lab Settings|0021|16|Auto Window Expansion|DS|1
Siemens: Thorax/Multix FD Lab Settings|0021|17|System Type|LO|1
Siemens: Thorax/Multix FD Lab Settings|0021|30|Anatomic Sort Number|SH|1
Siemens: Thorax/Multix FD Lab Settings|0021|31|Acquisition Sort Number|SH|1
Siemens: Thorax/Multix FD Post Processing|0021|00|Label Left|US|1
Siemens: Thorax/Multix FD Post Processing|0021|01|Label Left Orientation|SS|1
Siemens: Thorax/Multix FD Post Processing|0021|02|Label Left Percentage X|FL|1
Siemens: Thorax/Multix FD Post Processing|0021|03|Label Left Percentage X|FL|1
Siemens: Thorax/Multix FD Post Processing|0021|04|Label Right|US|1
Siemens: Thorax/Multix FD Post Processing|0021|05|Label Right Orientation|SS|1
Siemens: Thorax/Multix FD Post Processing|0021|06|Label Right Percentage X|FL|1
Siemens: Thorax/Multix FD Post Processing|0021|07|Label Right Percentage X|FL|1
Siemens: Thorax/Multix FD Post Processing|0021|08|Auto Window Flag|US|1
Siemens: Thorax/Multix FD Post Processing|0021|09|Auto Window Center|SL|1
Siemens: Thorax/Multix FD Post Processing|0021|0A|Auto Window Width|SL|1
Siemens: Thorax/Multix FD Post Processing|0021|0B|Filter ID|SS|1
Siemens: Thorax/Multix FD Post Processing|0021|0C|Degree of Edge Enhancement|FL|1
Siemens: Thorax/Multix FD Post Processing|0021|0D|Half Kernel Size|SS|1
Siemens: Thorax/Multix FD Post Processing|0021|0E|Dose Control Value|US|1
Siemens: Thorax/Multix FD Post Processing|0021|0F|Deleted Image Flag|US|1
Siemens: Thorax/Multix FD Post Processing|0021|10|Same Size Support|US|1
Siemens: Thorax/Multix FD Post Processing|0021|11|Label Left Init Position|SS|1
Siemens: Thorax/Multix FD Post Processing|0021|12|Label Right Init Position|SS|1
Siemens: Thorax/Multix FD Post Processing|0021|13|Patient Rotation|SS|1
Siemens: Thorax/Multix FD Post Processing|0021|14|Anatomic Correct View Flag|US|1
Siemens: Thorax/Multix FD Post Processing|0021|15|Auto Window Shift|SS|1
Siemens: Thorax/Multix FD Post Processing|0021|16|Auto Window Expansion|DS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|00|Raw Image Amplification|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|01|Gamma LUT|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|02|Collimator Manual|US|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|03|Collimator Up Left X Percentage|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|04|Collimator Up Right X Percentage|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|05|Collimator Low Left X Percentage|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|06|Collimator Low Right X Percentage|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|07|Collimator Up Left Y Percentage|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|08|Collimator Up Right Y Percentage|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|09|Collimator Low Left Y Percentage|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|0A|Collimator Low Right Y Percentage|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|0B|Set Gray|US|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|0C|Harmonization Kernel|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|0D|Harmonization Gain|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|0E|Edge Enhancement Kernel|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|0F|Edge Enhancement Gain|FL|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|10|Raw Image File Name|LT|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|11|Global Offset|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|12|Image Columns|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|13|Image Rows|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|14|Image Alignment|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|15|Active Image Columns|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|16|Active Image Rows|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|17|System Type|LO|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|18|Auto Gain|US|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|19|Ortho Sub Sampling|US|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|1A|Image Crop Upper Left|US|2
Siemens: Thorax/Multix FD Raw Image Settings|0025|1B|Image Crop Upper Right|US|2
Siemens: Thorax/Multix FD Raw Image Settings|0025|1C|Image Crop Lower Left|US|2
Siemens: Thorax/Multix FD Raw Image Settings|0025|1D|Image Crop Lower Right|US|2
Siemens: Thorax/Multix FD Raw Image Settings|0025|30|Manual Cropping|US|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|31|Gamma LUT Parameter 1|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|32|Gamma LUT Parameter 2|DS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|33|Gamma LUT Parameter 3|SS|1
Siemens: Thorax/Multix FD Raw Image Settings|0025|34|Gamma LUT Parameter 4|SS|1
Siemens: Thorax/Multix FD Version|0017|00|Build Date|LO|1
Siemens: Thorax/Multix FD Version|0017|01|IOD Version|LO|1
Silhouette Annot V1.0|0029|11|Annotation Name|IS|1
Silhouette Annot V1.0|0029|12|Annotation Font|LT|1
Silhouette Annot V1.0|0029|13|Annotation Text Foreground Color|LT|1
Silhouette Annot V1.0|0029|14|Annotation Text Background Color|LT|1
Silhouette Annot V1.0|0029|15|Annotation Text Backing Mode|UL|1
Silhouette Annot V1.0|0029|16|Annotation Text Justification|UL|1
Silhouette Annot V1.0|0029|17|Annotation Text Location|UL|1
Silhouette Annot V1.0|0029|18|Annotation Text String|LT|1
Silhouette Annot V1.0|0029|19|Annotation Text Attach Mode|UL|1
Silhouette Annot V1.0|0029|20|Annotation Text Cursor Mode|UL|1
Silhouette Annot V1.0|0029|21|Annotation Text Shadow Offset X|UL|1
Silhouette Annot V1.0|0029|22|Annotation Text Shadow Offset Y|UL|1
Silhouette Annot V1.0|0029|23|Annotation Line Color|LT|1
Silhouette Annot V1.0|0029|24|Annotation Line Thickness|UL|1
Silhouette Annot V1.0|0029|25|Annotation Line Type|UL|1
Silhouette Annot V1.0|0029|26|Annotation Line Style|UL|1
Silhouette Annot V1.0|0029|27|Annotation Line Dash Length|UL|1
Silhouette Annot V1.0|0029|28|Annotation Line Attach Mode|UL|1
Silhouette Annot V1.0|0029|29|Annotation Line Point Count|UL|1
Silhouette Annot V1.0|0029|30|Annotation Line Points|FD|1
Silhouette Annot V1.0|0029|31|Annotation Line Control Size|UL|1
Silhouette Annot V1.0|0029|32|Annotation Marker Color|LT|1
Silhouette Annot V1.0|0029|33|Annotation Marker Type|UL|1
Silhouette Annot V1.0|0029|34|Annotation Marker Size|UL|1
Silhouette Annot V1.0|0029|35|Annotation Marker Location|FD|1
Silhouette Annot V1.0|0029|36|Annotation Marker Attach Mode|UL|1
Silhouette Annot V1.0|0029|37|Annotation Geom Color|LT|1
Silhouette Annot V1.0|0029|38|Annotation Geom Thickness|UL|1
Silhouette Annot V1.0|0029|39|Annotation Geom Line Style|UL|1
Silhouette Annot V1.0|0029|40|Annotation Geom Dash Length|UL|1
Silhouette Annot V1.0|0029|41|Annotation Geom Fill Pattern|UL|1
Silhouette Annot V1.0|0029|42|Annotation Interactivity|UL|1
Silhouette Annot V1.0|0029|43|Annotation Arrow Length|FD|1
Silhouette Annot V1.0|0029|44|Annotation Arrow Angle|FD|1
Silhouette Annot V1.0|0029|45|Annotation Don''t Save|UL|1
Silhouette Line V1.0|0029|11|Line Name|IS|1
Silhouette Line V1.0|0029|12|Line Name Font|LT|1
Silhouette Line V1.0|0029|13|Line Name Display|UL|1
Silhouette Line V1.0|0029|14|Line Normal Color|LT|1
Silhouette Line V1.0|0029|15|Line Type|UL|1
Silhouette Line V1.0|0029|16|Line Thickness|UL|1
Silhouette Line V1.0|0029|17|Line Style|UL|1
Silhouette Line V1.0|0029|18|Line Dash Length|UL|1
Silhouette Line V1.0|0029|19|Line Interactivity|UL|1
Silhouette Line V1.0|0029|20|Line Measurement Color|LT|1
Silhouette Line V1.0|0029|21|Line Measurement Font|LT|1
Silhouette Line V1.0|0029|22|Line Measurement Dash Length|UL|1
Silhouette Line V1.0|0029|23|Line Point Space|UL|1
Silhouette Line V1.0|0029|24|Line Points|FD|1
Silhouette Line V1.0|0029|25|Line Control Point Size|UL|1
Silhouette Line V1.0|0029|26|Line Control Point Space|UL|1
Silhouette Line V1.0|0029|27|Line Control Points|FD|1
Silhouette Line V1.0|0029|28|Line Label|LT|1
Silhouette Line V1.0|0029|29|Line Don''t Save|UL|1
Silhouette ROI V1.0|0029|11|ROI Name|IS|1
Silhouette ROI V1.0|0029|12|ROI Name Font|LT|1
Silhouette ROI V1.0|0029|13|ROI Normal Color|LT|1
Silhouette ROI V1.0|0029|14|ROI Fill Pattern|UL|1
Silhouette ROI V1.0|0029|15|ROI Bp Seg|UL|1
Silhouette ROI V1.0|0029|16|ROI Bp Seg Pairs|UN|1
Silhouette ROI V1.0|0029|17|ROI Seed Space|UL|1
Silhouette ROI V1.0|0029|18|ROI Seeds|UN|1
Silhouette ROI V1.0|0029|19|ROI Line Thickness|UL|1
Silhouette ROI V1.0|0029|20|ROI Line Style|UL|1
Silhouette ROI V1.0|0029|21|ROI Line Dash Length|UL|1
Silhouette ROI V1.0|0029|22|ROI Interactivity|UL|1
Silhouette ROI V1.0|0029|23|ROI Name Position|UL|1
Silhouette ROI V1.0|0029|24|ROI Name Display|UL|1
Silhouette ROI V1.0|0029|25|ROI Label|LT|1
Silhouette ROI V1.0|0029|26|ROI Shape|UL|1
Silhouette ROI V1.0|0029|27|ROI Shape Tilt|FD|1
Silhouette ROI V1.0|0029|28|ROI Shape Points Count|UL|1
Silhouette ROI V1.0|0029|29|ROI Shape Points Space|UL|1
Silhouette ROI V1.0|0029|30|ROI Shape Points|FD|1
Silhouette ROI V1.0|0029|31|ROI Shape Control Points Count|UL|1
Silhouette ROI V1.0|0029|32|ROI Shape Control Points Space|UL|1
Silhouette ROI V1.0|0029|33|ROI Shape Control Points|FD|1
Silhouette ROI V1.0|0029|34|ROI Don''t Save|UL|1
Sound Technologies|F001|00|Patient Species|CS|1
Sound Technologies|F001|01|Patient Breed|CS|1
Sound Technologies|F001|02|Patient Category Size|CS|1
Sound Technologies|F001|03|Patient Sex Extended (including spay/neuter)|CS|1
Sound Technologies|F001|04|Image View|CS|1
Sound Technologies|F001|05|Anatomy Imaged|CS|1
Sound Technologies|F001|06|Image enhancements|CS|1
Sound Technologies|F001|07|Detector Settings|CS|1
Sound Technologies|F001|08|Application Version|CS|1
Sound Technologies|F001|09|Image Laterality Extended|LO|1
Sound Technologies|F001|0A|Client Name|PN|1
Sound Technologies|F001|0B|Reference Study Instance Uid|UI|1
Sound Technologies|F001|0C|Reference Series Instance Uid|UI|1
Sound Technologies|F001|0D|Exam Ref Id|LO|1
Sound Technologies|F001|0E|Physician Of Record Address|ST|1
Sound Technologies|F001|0F|Physician Of Record Phone Numbers|SH|1
Sound Technologies|F001|10|Reason For Study|LT|1
Sound Technologies|F001|11|Protocol|LO|1
Sound Technologies|F001|12|CaptureInputType|LO|1
Sound Technologies|F001|13|Exam Complaint|LT|1
Sound Technologies|F001|14|Exam Web Code|LO|1
Sound Technologies|F001|15|Exam Category|LO|1
Sound Technologies|F001|16|Exam Diagnosis|SH|1
Sound Technologies|F001|17|Exam Created By|PN|1
Sound Technologies|F001|18|Exam Created By Group|LO|1
Sound Technologies|F001|19|Exam Required By DateTime|DT|1
Sound Technologies|F001|1A|Capture Type|LO|1
Sound Technologies|F001|1B|Telemed Exam ID|IS|1
Sound Technologies|F001|1C|Exam Created By Guid|LO|1
Sound Technologies|F001|1D|Client Name Guid|LO|1
TOSHIBA COMAPL HEADER|0029|08|COMAPL Header Type|CS|1
TOSHIBA COMAPL HEADER|0029|09|COMAPL Header Version|LO|1
TOSHIBA COMAPL HEADER|0029|10||LO|1
TOSHIBA COMAPL HEADER|0029|20|COMAPL History Information|OB|1
TOSHIBA COMAPL HEADER|0029|31||LO|1-n
TOSHIBA COMAPL HEADER|0029|32||UL|1-n
TOSHIBA COMAPL HEADER|0029|33||UL|1-n
TOSHIBA COMAPL HEADER|0029|34||CS|1-n
TOSHIBA COMAPL OOG|0029|08|COMAPL OOG Type|CS|1
TOSHIBA COMAPL OOG|0029|09|COMAPL OOG Version|LO|1
TOSHIBA COMAPL OOG|0029|10||LO|1
TOSHIBA COMAPL OOG|0029|31||LO|1-n
TOSHIBA COMAPL OOG|0029|32||UL|1-n
TOSHIBA COMAPL OOG|0029|33||UL|1-n
TOSHIBA COMAPL OOG|0029|34||CS|1-n
TOSHIBA ENCRYPTED SR DATA|7015|00|Toshiba US Private Data|OB|1
TOSHIBA MDW HEADER|0029|08|Application Header Type|CS|1
TOSHIBA MDW HEADER|0029|09|Application Header Version|LO|1
TOSHIBA MDW HEADER|0029|10|Image Header Type|CS|1
TOSHIBA MDW HEADER|0029|11|Image Header Version|LO|1
TOSHIBA MDW HEADER|0029|12|Image Header Info|OB|1
TOSHIBA MDW HEADER|0029|18|Series Header Type|CS|1
TOSHIBA MDW HEADER|0029|19|Series Header Version|LO|1
TOSHIBA MDW HEADER|0029|20|Series Header Info|OB|1
TOSHIBA MDW HEADER|0029|31|PMTF Information 1|LO|1
TOSHIBA MDW HEADER|0029|32|PMTF Information 2|UL|1
TOSHIBA MDW HEADER|0029|33|PMTF Information 3|UL|1
TOSHIBA MDW HEADER|0029|34|PMTF Information 4|CS|1
TOSHIBA MDW NON-IMAGE|0029|08|Application Header Type|CS|1
TOSHIBA MDW NON-IMAGE|0029|09|Application Header Version|LO|1
TOSHIBA MDW NON-IMAGE|0029|10|Application Header Data|OB|1
TOSHIBA MDW NON-IMAGE|0029|20|Application Header Data|OB|1
TOSHIBA MDW NON-IMAGE|7FE1|10|Toshiba US Private Data|OB|1
TOSHIBA_MEC_CT3|7005|00|CT Private Data 1|OB|1-n
TOSHIBA_MEC_CT3|7005|03|Cardiac R-R Mean Time|SH|1
TOSHIBA_MEC_CT3|7005|04|Cardiac Reconstruction Gating Phase in Percent|SH|1
TOSHIBA_MEC_CT3|7005|05|Cardiac Reconstruction Gating Phase in ms|SH|1
TOSHIBA_MEC_CT3|7005|06|Cardiac Reconstruction Mode|SH|1
TOSHIBA_MEC_CT3|7005|07|Reconstruction Center|DS|2
TOSHIBA_MEC_CT3|7005|08|Detector Slice Thickness in mm|DS|1
TOSHIBA_MEC_CT3|7005|09|Number of Detector rows to Reconstruct|LO|1
TOSHIBA_MEC_CT3|7005|0A|Table Speed in mm/rot|DS|1
TOSHIBA_MEC_CT3|7005|0B|Filter|SH|1
TOSHIBA_MEC_CT3|7005|0C|Reconstruction Correction Type|SH|1
TOSHIBA_MEC_CT3|7005|0D|Organ|CS|1
TOSHIBA_MEC_CT3|7005|0E|File Type Remarks|SH|1
TOSHIBA_MEC_CT3|7005|0F|Direction|SH|1
TOSHIBA_MEC_CT3|7005|10|CT Private Data 2|OB|1-n
TOSHIBA_MEC_CT3|7005|11|Series Comment|LT|1
TOSHIBA_MEC_CT3|7005|12|Position|SH|1
TOSHIBA_MEC_CT3|7005|13|Expert Plan No.|US|1
TOSHIBA_MEC_CT3|7005|14|Reconstruction ROI No.|US|1
TOSHIBA_MEC_CT3|7005|15|Special Helical ACQ No.|US|1
TOSHIBA_MEC_CT3|7005|16|Volume UID|UI|1
TOSHIBA_MEC_CT3|7005|17|Total Frame Count in the Volume|US|1
TOSHIBA_MEC_CT3|7005|18|Frame No.|US|1
TOSHIBA_MEC_CT3|7005|19|Frame Sort Key|UL|1
TOSHIBA_MEC_CT3|7005|1A|Frame Sort Order|US|1
TOSHIBA_MEC_CT3|7005|1B|Convolution Kernel|SH|1
TOSHIBA_MEC_CT3|7005|1C|Contrast/Bolus Agent|LO|1
TOSHIBA_MEC_CT3|7005|1D|Reconstruction Number|UL|1
TOSHIBA_MEC_CT3|7005|1E|Raw Data Number|UL|1
TOSHIBA_MEC_CT3|7005|1F|Volume Number|LO|1
TOSHIBA_MEC_CT3|7005|20|Local Series Number|UL|1
TOSHIBA_MEC_CT3|7005|21|Decrease in Artifact Filter|LO|1
TOSHIBA_MEC_CT3|7005|22|Reconstruction Interval|DS|1
TOSHIBA_MEC_CT3|7005|23|Pitch Factor|DS|1
TOSHIBA_MEC_CT3|7005|24|The Acquisition Date of NRA|DA|1
TOSHIBA_MEC_CT3|7005|25|Large Data File Attribute|UL|1
TOSHIBA_MEC_CT3|7005|26|Large Data File Name|CS|1-8
TOSHIBA_MEC_CT3|7005|28|Enhanced CT Private Sequence|SQ|1
TOSHIBA_MEC_CT3|7005|29|Frame UID|UI|1
TOSHIBA_MEC_CT3|7005|30|Main Modality in Study|CS|1
TOSHIBA_MEC_CT3|7005|35|Scan Range|DS|2
TOSHIBA_MEC_CT3|7005|36|CT Private Data 3|OB|1-n
TOSHIBA_MEC_CT3|7005|37|Total Frames|IS|1
TOSHIBA_MEC_CT3|7005|38|Start Frame|IS|1
TOSHIBA_MEC_CT3|7005|39|End Frame|IS|1
TOSHIBA_MEC_CT3|7005|40|DLP Dose Length Product|FD|1
TOSHIBA_MEC_CT3|7005|41|Raw Slice Information|SH|1
TOSHIBA_MEC_CT3|7005|42|Local Frame No|US|1
TOSHIBA_MEC_CT3|7005|43|Volume Vector|DS|3
TOSHIBA_MEC_CT3|7005|44|Volume Type|US|1
TOSHIBA_MEC_CT3|7005|45|Relative Table Position of 4D Volume|DS|1
TOSHIBA_MEC_CT3|7005|46|Absolute Table Position of 4D Volume|DS|1
TOSHIBA_MEC_CT3|7005|47|Slice Pitch of 4D Volume|DS|1
TOSHIBA_MEC_CT3|7005|48|Respiratory Gating Inf.|LO|1
TOSHIBA_MEC_CT3|7005|49|Respiration Phase|SH|1
TOSHIBA_MEC_CT3|7005|F1|Protect Mark for Image, Curve or Private Record|CS|1
TOSHIBA_MEC_CT3|7005|F2|Protect Mark for Series Record|CS|1
TOSHIBA_MEC_CT3|7005|F3|Protect Mark for Study Record|CS|1
TOSHIBA_MEC_CT_1.0|0019|08|Orientation Head Feet|LT|1
TOSHIBA_MEC_CT_1.0|0019|09|View Direction|LT|1
TOSHIBA_MEC_CT_1.0|0019|0A|Orientation Supine Prone|LT|1
TOSHIBA_MEC_CT_1.0|0019|0B|Location|DS|1
TOSHIBA_MEC_CT_1.0|0019|0C|Scan View Direction|CS|1
TOSHIBA_MEC_CT_1.0|0019|0D|Time|TM|1
TOSHIBA_MEC_MR3|700D|00|Scale Factor|DS|1
TOSHIBA_MEC_MR3|700D|01|Acquisition Order|OB|1
TOSHIBA_MEC_MR3|700D|02|Orientation Vector|DS|9
TOSHIBA_MEC_MR3|700D|03|Flip Flag|SS|1
TOSHIBA_MEC_MR3|700D|04|Rotate Information|OB|1
TOSHIBA_MEC_MR3|700D|05|FOV|DS|1
TOSHIBA_MEC_MR3|700D|06|Image Matrix|US|4
TOSHIBA_MEC_MR3|700D|07|Image Information|OB|1
TOSHIBA_MEC_MR3|700D|08|Original Data|OB|1
TOSHIBA_MEC_MR3|700D|09|Original Data Flag|SS|1
TOSHIBA_MEC_MR3|700D|0C|Receiver Gain Correction Check Flag|CS|1
TOSHIBA_MEC_MR3|700D|20|Identification Flag of 3D GDC|SH|1
TOSHIBA_MEC_MR3|700D|80|Number of PAC channel|US|1
TOSHIBA_MEC_MR3|700D|81|Reference mode|US|1
TOSHIBA_MEC_MR3|700D|82|Gain value group for MRS|SQ|1
TOSHIBA_MEC_MR3|700D|83|Gain value of each channel for MRS|FL|1
TOSHIBA_MEC_MR3|700D|84|Phase value of each channel for MRS|FL|1
TOSHIBA_MEC_MR3|700D|85|Reference gain value of each channel for MRS|FL|1
TOSHIBA_MEC_MR3|700D|86|Reference gain value of each channel for MRS|FL|1
TOSHIBA_MEC_MR3|700D|87|Receiver gain of reference scan|FL|1
TOSHIBA_MEC_MR3|700D|88|Flag of water Sat pulse|UL|1
TOSHIBA_MEC_MR3|700D|89|Selected contrast TE|FL|1
TOSHIBA_MEC_MR3|700D|8A|Raw Data Set Sequence|SQ|1
TOSHIBA_MEC_MR3|700D|8B|Multi Slice number|DS|1
TOSHIBA_MEC_MR3|700D|8C|Multi Coverage number|DS|1
TOSHIBA_MEC_MR3|700D|8D|Raw Data Sequence|SQ|1
TOSHIBA_MEC_MR3|700D|8E|Coil Channel No.|DS|1
TOSHIBA_MEC_MR3|700D|8F|MRS Raw Data|OB|1
TOSHIBA_MEC_MR3|700D|90|MRS Ref Raw Data|OF|1
TOSHIBA_MEC_MR3|700D|91|Receiver gain of prescan|FL|1
TOSHIBA_MEC_MR3^10|700D|10|2nd Flip Angle [degree]|DS|1
TOSHIBA_MEC_MR3^10|700D|11|Acquisition Inner Matrix|US|2
TOSHIBA_MEC_MR3^10|700D|12|MP2RAGE Flag|US|1
TOSHIBA_MEC_MR3^10|700D|13|Inversion efficiency of inversion recovery pulse|FL|1
TOSHIBA_MEC_MR3^10|700D|14|Number of dummy shot|SL|1
TOSHIBA_MEC_MR3^10|700D|15|FFE total repetition time[s]|FL|1
TOSHIBA_MEC_MR3^10|700D|16|PAS Name|LO|3
TOSHIBA_MEC_MR3^10|700D|17|Intended Processing|LT|1
TOSHIBA_MEC_MR3^10|700D|18|Scanned Orientation IDs|SS|1-n
TOSHIBA_MEC_MR3^10|700D|19|PAS Reproduct Information|OB|1
TOSHIBA_MEC_OT3|0009|00|HIS/RIS Study ID|LO|1
TOSHIBA_MEC_OT3|7019|71|Indicator of creator|CS|1
TOSHIBA_MEC_OT3|7019|72|ID of quality assurance reviewer|LO|1
TOSHIBA_MEC_OT3|7019|73|Name of quality assurance reviewer|PN|1
TOSHIBA_MEC_OT3|7019|74|Date of completion of quality assurance|DA|1
TOSHIBA_MEC_OT3|7019|75|Time of completion of quality assurance|TM|1
TOSHIBA_MEC_OT3|7019|76|Host name of quality assurance station|LO|1
TOSHIBA_MEC_OT3|7019|77|Station name and version of quality assurance station|CS|1
TOSHIBA_MEC_OT3|7019|78|Flag of completion of quality assurance|CS|1
TOSHIBA_MEC_OT3|7019|79|Status of quality assurance review|CS|1
TOSHIBA_MEC_OT3|7019|7A|Original SOP Instance UID|UI|1
TOSHIBA_MEC_OT3|7019|7B|Original Series Instance UID|UI|1
TOSHIBA_MEC_OT3|7019|7C|Original Study Instance UID|UI|1
TOSHIBA_MEC_OT3|7019|7D|Rotation information for image display from original image|US|1
TOSHIBA_MEC_OT3|7019|7E|Sequence of LR mark|SQ|1
TOSHIBA_MEC_OT3|7019|7F|Rotation status at creation of LR mark|US|1
TOSHIBA_MEC_OT3|7019|80|Original image data on area of original LR mark|OB_OW|1
TOSHIBA_MEC_OT3|7019|81|X start position of LR mark|SS|1
TOSHIBA_MEC_OT3|7019|82|Y start position of LR mark|SS|1
TOSHIBA_MEC_OT3|7019|83|Size of LR mark in X direction|US|1
TOSHIBA_MEC_OT3|7019|84|Size of LR mark in Y direction|US|1
TOSHIBA_MEC_OT3|7019|85|Previous Patient ID|LO|1
TOSHIBA_MEC_OT3|7019|86|Previous modality|CS|1
TOSHIBA_MEC_XA3|7079|10||LO|1
TOSHIBA_MEC_XA3|7079|21||SH|5
TOSHIBA_MEC_XA3|7079|22||IS|2
TOSHIBA_MEC_XA3|7079|23||IS|2
TOSHIBA_MEC_XA3|7079|24||DS|1
TOSHIBA_MEC_XA3|7079|25||SH|1
TOSHIBA_MEC_XA3|7079|26||DS|2
TOSHIBA_MEC_XA3|7079|27||US|2
TOSHIBA_MEC_XA3|7079|28||US|1
TOSHIBA_MEC_XA3|7079|29||US|10
TOSHIBA_MEC_XA3|7079|2A||US|5
TOSHIBA_MEC_XA3|7079|2B||UN|1
TOSHIBA_MEC_XA3|7079|2C||SH|3
TOSHIBA_MEC_XA3|7079|2D||SS|2
TOSHIBA_MEC_XA3|7079|2E||SH|1
TOSHIBA_MEC_XA3|7079|2F||SH|1
TOSHIBA_MEC_XA3|7079|30||US|1
TOSHIBA_MEC_XA3|7079|31||US|1-n
TOSHIBA_MEC_XA3|7079|32||SH|2
TOSHIBA_MEC_XA3|7079|33||US|1-n
TOSHIBA_MEC_XA3|7079|34||SH|1
TOSHIBA_MEC_XA3|7079|35||SH|1
TOSHIBA_MEC_XA3|7079|36||SH|1
TOSHIBA_MEC_XA3|7079|37||US|4
TOSHIBA_MEC_XA3|7079|38||SS|1-n
TOSHIBA_MEC_XA3|7079|39||SS|1-n
TOSHIBA_MEC_XA3|7079|3A||US|2
TOSHIBA_MEC_XA3|7079|3B||SH|1
TOSHIBA_MEC_XA3|7079|3C||DS|2
TOSHIBA_MEC_XA3|7079|3D||SS|2
TOSHIBA_MEC_XA3|7079|3E||SH|1
TOSHIBA_MEC_XA3|7079|3F||US|2
TOSHIBA_MEC_XA3|7079|40||SH|2
TOSHIBA_MEC_XA3|7079|41||SS|2
TOSHIBA_MEC_XA3|7079|42||SH|1
TOSHIBA_MEC_XA3|7079|43||SH|1
TOSHIBA_MEC_XA3|7079|44||US|1
TOSHIBA_MEC_XA3|7079|45||SH|1
TOSHIBA_MEC_XA3|7079|46||SS|1
TOSHIBA_MEC_XA3|7079|47||SS|18
TOSHIBA_MEC_XA3|7079|48||US|12
TOSHIBA_MEC_XA3|7079|49||US|3
TOSHIBA_MEC_XA3|7079|4A||US|1
TOSHIBA_MEC_XA3|7079|4B||LO|3
TOSHIBA_MEC_XA3|7079|4C||OB|1
TOSHIBA_MEC_XA3|7079|4D||LO|3
TOSHIBA_MEC_XA3|7079|4E||SL|35
TOSHIBA_MEC_XA3|7079|4F||SH|3
TOSHIBA_MEC_XA3|7079|50||US|1-n
TOSHIBA_MEC_XA3|7079|51||US|1-n
TOSHIBA_MEC_XA3|7079|52||US|1
TOSHIBA_MEC_XA3|7079|53||SH|1
TOSHIBA_MEC_XA3|7079|54||US|5
TOSHIBA_MEC_XA3|7079|55||UL|47-47n
TOSHIBA_MEC_XA3|7079|56||US|1
TOSHIBA_MEC_XA3|7079|57||US|1-n
TOSHIBA_MEC_XA3|7079|58||US|1
TOSHIBA_MEC_XA3|7079|59||US|2-2n
TOSHIBA_MEC_XA3|7079|5A||US|1
TOSHIBA_MEC_XA3|7079|5B||US|2
TOSHIBA_MEC_XA3|7079|5C||US|2-2n
TOSHIBA_MEC_XA3|7079|5D||SH|1
TOSHIBA_MEC_XA3|7079|5E||US|2
TOSHIBA_MEC_XA3|7079|5F||SS|4-4n
TOSHIBA_MEC_XA3|7079|60||US|1-n
TOSHIBA_MEC_XA3|7079|61||SS|30-30n
TOSHIBA_MEC_XA3|7079|62||US|4
TOSHIBA_MEC_XA3|7079|63||US|1-n
TOSHIBA_MEC_XA3|7079|64||US|1-n
TOSHIBA_MEC_XA3|7079|65||US|1-n
TOSHIBA_MEC_XA3|7079|66||US|1-n
TOSHIBA_MEC_XA3|7079|67||US|1-n
TOSHIBA_MEC_XA3|7079|68||US|1-n
TOSHIBA_MEC_XA3|7079|69||US|1-n
TOSHIBA_MEC_XA3|7079|6A||US|1-n
TOSHIBA_MEC_XA3|7079|6B||US|1-n
TOSHIBA_MEC_XA3|7079|6C||US|1
TOSHIBA_MEC_XA3|7079|6D||DS|1
TOSHIBA_MEC_XA3|7079|6E||LO|1
TOSHIBA_MEC_XA3|7079|6F||DS|1
TOSHIBA_MEC_XA3|7079|70||DS|1
TOSHIBA_MEC_XA3|7079|71||DS|1-n
TOSHIBA_MEC_XA3|7079|72||DS|1-n
TOSHIBA_MEC_XA3|7079|73||SL|4
TOSHIBA_MEC_XA3|7079|74||SL|28
TOSHIBA_MEC_XA3|7079|75||SH|1
TOSHIBA_MEC_XA3|7079|76||US|1
TOSHIBA_MEC_XA3|7079|77||SL|1
TOSHIBA_MEC_XA3|7079|78||US|1
TOSHIBA_MEC_XA3|7079|79||US|1
TOSHIBA_MEC_XA3|7079|80||LO|1
TOSHIBA_MEC_XA3|7079|81||SS|1-n
TOSHIBA_MEC_XA3|7079|82||SS|1-n
V1|0011|01|User Data|OB|1
V1|0011|02|Normalization Coefficient|DS|1
V1|0011|03|Receiving Gain|DS|1-n
V1|0011|04|Mean Image Noise|DS|1
VEPRO BROKER 1.0|0057|10|VEPRO Data replace sequence|SQ|1
VEPRO BROKER 1.0 DATA REPLACE|0057|20|Original data sequence|SQ|1
VEPRO BROKER 1.0 DATA REPLACE|0057|30|Replaced data sequence|SQ|1
VEPRO BROKER 1.0 DATA REPLACE|0057|40|Date of data replacement|DA|1
VEPRO BROKER 1.0 DATA REPLACE|0057|41|Time of data replacement|TM|1
VEPRO BROKER 1.0 DATA REPLACE|0057|42|Dicom receive node|LO|1
VEPRO BROKER 1.0 DATA REPLACE|0057|43|Application name|LO|1
VEPRO BROKER 1.0 DATA REPLACE|0057|44|Computer name|LO|1
VEPRO DICOM RECEIVE DATA 1.0|0059|40|Receive date|DA|1
VEPRO DICOM RECEIVE DATA 1.0|0059|41|Receive time|TM|1
VEPRO DICOM RECEIVE DATA 1.0|0059|42|Receive node|ST|1
VEPRO DICOM RECEIVE DATA 1.0|0059|43|Receive application|ST|1
VEPRO DICOM RECEIVE DATA 1.0|0059|50|Receive local computer|ST|1
VEPRO DICOM RECEIVE DATA 1.0|0059|51|Receive local ae title|ST|1
VEPRO DICOM RECEIVE DATA 1.0|0059|60|Receive remote computer|ST|1
VEPRO DICOM RECEIVE DATA 1.0|0059|61|Receive remote ae title|ST|1
VEPRO DICOM RECEIVE DATA 1.0|0059|70|Receive original transfer syntax|UI|1
VEPRO DICOM TRANSFER 1.0|0059|10|Dicom Transfer Info|SQ|1
VEPRO VIF 3.0 DATA|0055|30|Icon data|OB|1
VEPRO VIF 3.0 DATA|0055|65|Image hash value|OB|1
VEPRO VIM 5.0 DATA|0055|10|VIFHEADER2|OB|1
VEPRO VIM 5.0 DATA|0055|20|VIMDATA2|OB|1
VEPRO VIM 5.0 DATA|0055|30|ICONDATA2|OB|1
VEPRO VIM 5.0 DATA|0055|51|VEPRO UID ??|UI|1
VEPRO VIM 5.0 DATA|0055|65|??|OB|1
Varian Medical Systems VISION 3253|3253|00|XML stream.|UN|1
Varian Medical Systems VISION 3253|3253|01|Data length of the XML stream|UN|1
Varian Medical Systems VISION 3253|3253|02|Extended Interface Format tag|UN|1
Vital Images SW 3.4|5653|10|Saved Workflow|OB|1
Vital Images SW 3.4|5653|11|Saved Workflow File Name|LO|1
Vital Images SW 3.4|5653|12|Saved Workflow File Data|OB|1
Vital Images SW 3.4|5653|13|Saved Workflow File Length|SL|1
Vital Images SW 3.4|5653|14|Saved Workflow File Sequence|SQ|1
Vital Images SW 3.4|5653|15|Image Sequence|SQ|1
Vital Images SW 3.4|5653|16|Volume Interpolated Slices|SL|1
Vital Images SW 3.4|5653|17|Volume SOP Instance UID|UI|1
Vital Images SW 3.4|5653|18|Saved Workflow Mark|SH|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|00|Private Voxar Capture UID|UI|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|01|Private Voxar Saved State|OB|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|02|Private Voxar Icon Image Sequence|SQ|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|03|Private Voxar Top Right Display Demographics|ST|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|04|Private Voxar Bottom Left Display Demographics|ST|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|05|Private Voxar Span State Schema|IS|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|06|Private Voxar Live Image Restored Size|UL|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|07|Private Voxar CaptureType|UI|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|08|Private Voxar Capture Source Series UID Sequence|SQ|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|09|Private Voxar Capture Source Series UID|UI|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|10|Private Voxar Background Gray For Capture|IS|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|11|Private Voxar Calcium Scoring Report Schema|IS|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|12|Private Voxar Source Series Number|IS|1
Voxar 2.16.124.113543.6003.1999.12.20.12.5.0|1135|13|Private Voxar Bottom Left Display Demographics|LO|1
WG12 Supplement 43|0009|01|Event Timer Sequence|SQ|1
WG12 Supplement 43|0009|02|Event Time Interval|FD|1
WG12 Supplement 43|0009|03|Event Code Sequence|SQ|1
WG12 Supplement 43|0019|01|Focus Depth(s)|FD|1
WG12 Supplement 43|0019|03|Excluded Intervals Sequence|SQ|1
WG12 Supplement 43|0019|04|Exclusion Start Datetime|DT|1
WG12 Supplement 43|0019|05|Exclusion Duration|FD|1
WG12 Supplement 43|0019|06|US Image Description Sequence|SQ|1
WG12 Supplement 43|0019|07|Image Data Type Sequence|SQ|1
WG12 Supplement 43|0019|08|Data Type|CS|1
WG12 Supplement 43|0019|09|Transducer Scan Geometry Code Sequence|SQ|1
WG12 Supplement 43|0019|0B|Aliased Data Type|CS|1
WG12 Supplement 43|0019|0C|Position Measuring Device Used|CS|1
WG12 Supplement 43|0019|0D|Transducer Scanning Configuration Code Sequence|SQ|1
WG12 Supplement 43|0019|0E|Transducer Beam Steering Code Sequence|SQ|1
WG12 Supplement 43|0019|0F|Transducer Access Code Sequence|SQ|1
WG12 Supplement 43|0021|01|Image Position (Volume)|FD|1
WG12 Supplement 43|0021|02|Image Orientation (Volume)|FD|1
WG12 Supplement 43|0021|07|Ultrasound Acquisition Geometry|CS|1
WG12 Supplement 43|0021|08|Apex Position|FD|1
WG12 Supplement 43|0021|09|Volume to Transducer Mapping Matrix|FD|1
WG12 Supplement 43|0021|0A|Volume to Table Mapping Matrix|FD|1
WG12 Supplement 43|0021|0C|Patient Frame of Reference Source|CS|1
WG12 Supplement 43|0021|0D|Temporal Position Time Offset|FD|1
WG12 Supplement 43|0021|0E|Plane Position (Volume) Sequence|SQ|1
WG12 Supplement 43|0021|0F|Plane Orientation (Volume) Sequence|SQ|1
WG12 Supplement 43|0021|10|Temporal Position Sequence|SQ|1
WG12 Supplement 43|0021|11|Dimension Organization Type|CS|1
WG12 Supplement 43|0029|01|Data Frame Assignment Sequence|SQ|1
WG12 Supplement 43|0029|02|Data Path Assignment|CS|1
WG12 Supplement 43|0029|03|Bits Mapped to Color Lookup Table|US|1
WG12 Supplement 43|0029|04|Opacity 1 LUT Sequence|SQ|1
WG12 Supplement 43|0029|05|Opacity 1 LUT Transfer Function|CS|1
WG12 Supplement 43|0029|06|Opacity Constant|FD|1
WG12 Supplement 43|0029|07|Opacity Lookup Table Descriptor|US|1
WG12 Supplement 43|0029|08|Opacity Lookup Table Data|OW|1
WG12 Supplement 43|0029|0B|Enhanced Palette Color Lookup Table Sequence|SQ|1
WG12 Supplement 43|0029|0C|Opacity 2 LUT Sequence|SQ|1
WG12 Supplement 43|0029|0D|Opacity 2 LUT Transfer Function|CS|1
WG12 Supplement 43|0029|0E|Data Path ID|CS|1
WG12 Supplement 43|0029|0F|RGB LUT Transfer Function|CS|1
WG12 Supplement 43|0029|10|Alpha LUT Transfer Function|CS|1
WG12 Supplement 43|0041|01|Performed Protocol Type|CS|1
http://www.gemedicalsystems.com/it_solutions/bamwallthickness/1.0|3119|10|BAM WallThickness Session Date/Time|DT|1
http://www.gemedicalsystems.com/it_solutions/bamwallthickness/1.0|3119|20|BAM WallThickness Session Creator|PN|1
http://www.gemedicalsystems.com/it_solutions/bamwallthickness/1.0|3119|30|BAM WallThickness Session Completion Flag|CS|1
http://www.gemedicalsystems.com/it_solutions/bamwallthickness/1.0|3119|40|BAM WallThickness File Sequence|SQ|1
http://www.gemedicalsystems.com/it_solutions/bamwallthickness/1.0|3119|50|BAM WallThickness File Name|ST|1
http://www.gemedicalsystems.com/it_solutions/bamwallthickness/1.0|3119|60|BAM WallThickness File Content|OB|1
http://www.gemedicalsystems.com/it_solutions/orthoview/2.1|3117|10|OrthoView Session Date/Time|DT|1
http://www.gemedicalsystems.com/it_solutions/orthoview/2.1|3117|20|OrthoView Session Creator|PN|1
http://www.gemedicalsystems.com/it_solutions/orthoview/2.1|3117|30|OrthoView Session Completion Flag|CS|1
http://www.gemedicalsystems.com/it_solutions/orthoview/2.1|3117|40|OrthoView File Sequence|SQ|1
http://www.gemedicalsystems.com/it_solutions/orthoview/2.1|3117|50|OrthoView File Name|ST|1
http://www.gemedicalsystems.com/it_solutions/orthoview/2.1|3117|60|OrthoView File Content|OB|1
http://www.gemedicalsystems.com/it_solutions/rad_pacs/|3115|01|Reference to pacs study|UT|1
http://www.gemedicalsystems.com/it_solutions/rad_pacs/|3115|02|Reference to pacs image|UT|1
http://www.gemedicalsystems.com/it_solutions/rad_pacs/|3115|03|Pacs examnotes flag|CS|1', chr(10))) AS line);

COMMENT ON COLUMN private_dictionary.private_creator IS 'Private creator, as it stands in the data set';
COMMENT ON COLUMN private_dictionary."group" IS 'Group of the tag, four hexadecimal digits; X where any digit fits';
COMMENT ON COLUMN private_dictionary.element_low IS 'Last two hexadecimal digits: the element within its block, whatever block it stands in';
COMMENT ON COLUMN private_dictionary.name IS 'What it is, as far as known; a unit stands in the name where the vendor wrote it';
COMMENT ON COLUMN private_dictionary.vr IS 'Value representation';
COMMENT ON COLUMN private_dictionary.vm IS 'Value multiplicity';
